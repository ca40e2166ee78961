import { parseArn } from '#server/domain/arn.ts'
import { valueOr } from '#server/domain/field.ts'
import type { EventSourceMappingRecord } from '#server/domain/records/event-source-mapping-record.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { type ConfigurationNeed, targetNeeds } from './configuration-need.ts'
import { mappingNeeds } from './mapping-needs.ts'

/** Actions that a function's configuration needs. Source: Lambda developer guide, execution role and each feature's page. */
export function configurationNeeds(
  fn: FunctionRecord,
  mappings: EventSourceMappingRecord[],
): ConfigurationNeed[] {
  const invokeConfigs = valueOr(fn.eventInvokeConfigs, []) ?? []
  const targets = [
    { arn: valueOr(fn.deadLetterTargetArn, ''), what: 'dead-letter target' },
    ...invokeConfigs.flatMap((config) => [
      { arn: config.onSuccess, what: `destination on success of ${config.qualifier}` },
      { arn: config.onFailure, what: `destination on failure of ${config.qualifier}` },
    ]),
  ]
  return [
    ...logNeeds(fn),
    ...targets.flatMap(({ arn, what }) => (arn ? targetNeeds(arn, `${what} of ${fn.name}`) : [])),
    ...settingNeeds(fn),
    ...mappings.flatMap((mapping) => mappingNeeds(mapping, fn.name)),
  ]
}

function logNeeds(fn: FunctionRecord): ConfigurationNeed[] {
  const partition = parseArn(fn.arn)?.partition ?? 'aws'
  const group = valueOr(fn.logGroup, '') || `/aws/lambda/${fn.name}`
  const arn = `arn:${partition}:logs:${fn.region}:${fn.accountId}:log-group:${group}`
  const text = `log group ${group} of ${fn.name}`
  const insights = (valueOr(fn.layers, []) ?? []).some((layer) => layer.includes(':layer:LambdaInsights'))
  const needs: ConfigurationNeed[] = [
    { actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [`${arn}:*`], text },
    { actions: ['logs:CreateLogGroup'], resources: [arn, `${arn}:*`], text, perhaps: true },
  ]
  if (!insights) return needs
  const own = `arn:${partition}:logs:${fn.region}:${fn.accountId}:log-group:/aws/lambda-insights:*`
  const actions = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents']
  return [...needs, { actions, resources: [own], text: `Lambda Insights of ${fn.name}` }]
}

function settingNeeds(fn: FunctionRecord): ConfigurationNeed[] {
  const needs: ConfigurationNeed[] = []
  if (fn.vpc.state === 'known' && fn.vpc.value.subnetIds.length > 0) {
    needs.push({ actions: VPC_ACTIONS, resources: null, text: `VPC of ${fn.name}` })
    needs.push({ actions: VPC_PERHAPS, resources: null, text: `VPC of ${fn.name}`, perhaps: true })
  }
  if (valueOr(fn.tracingMode, '') === 'Active') {
    const text = `X-Ray tracing of ${fn.name}`
    needs.push({ actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], resources: null, text })
    needs.push({ actions: XRAY_SAMPLING, resources: null, text, perhaps: true })
  }
  const key = valueOr(fn.kmsKeyArn, '') || valueOr(fn.environment, undefined)?.kmsKeyArn
  if (key)
    needs.push({
      actions: ['kms:Decrypt'],
      resources: [key],
      text: `KMS key of ${fn.name}'s environment`,
      perhaps: true,
    })
  if ((valueOr(fn.fileSystems, []) ?? []).length > 0)
    needs.push({
      actions: ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'],
      resources: null,
      text: `file system of ${fn.name}`,
    })
  return needs
}

const VPC_ACTIONS = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DeleteNetworkInterface',
]
const VPC_PERHAPS = [
  'ec2:DescribeSubnets',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeVpcs',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
]
const XRAY_SAMPLING = [
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
  'xray:GetSamplingStatisticSummaries',
]
