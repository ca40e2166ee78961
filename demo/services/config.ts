import { watchOf } from '#demo/estate/watch/watch.ts'
import { AwsError } from '#demo/protocol/aws-error.ts'
import { type Call, type Operation, page, partitionOf } from './call.ts'

const bucket = { name: 'config', perSecond: 5 }
const bad = () => new AwsError('InvalidNextTokenException', 400, 'The nextToken is invalid')

/** Rules by name: the types that they look at, and whether something fails them. */
const RULES = [
  { name: 'lambda-dlq-check', types: ['AWS::Lambda::Function'], fails: true },
  { name: 'lambda-function-settings-check', types: ['AWS::Lambda::Function'], fails: false },
  { name: 's3-bucket-versioning-enabled', types: ['AWS::S3::Bucket'], fails: true },
] as const

function rulesOf(call: Call) {
  return watchOf(partitionOf(call)).configRecorder ? RULES : []
}

const arnOf = (call: Call, kind: string, name: string) =>
  `arn:aws:config:${call.region}:${call.account.id}:${kind}/${name}`

function recorders(call: Call): unknown {
  const { configRecorder } = watchOf(partitionOf(call))
  const recorder = {
    arn: arnOf(call, 'configuration-recorder', 'default'),
    name: 'default',
    roleARN: `arn:aws:iam::${call.account.id}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
    recordingGroup: {
      allSupported: true,
      includeGlobalResourceTypes: true,
      recordingStrategy: { useOnly: 'ALL_SUPPORTED_RESOURCE_TYPES' },
      resourceTypes: [],
    },
    recordingMode: { recordingFrequency: 'CONTINUOUS' },
  }
  return { ConfigurationRecorders: configRecorder ? [recorder] : [] }
}

function recorderStatus(call: Call): unknown {
  const { configRecorder } = watchOf(partitionOf(call))
  const status = {
    name: 'default',
    recording: true,
    lastStatus: 'SUCCESS',
    lastStartTime: new Date(Date.UTC(2024, 4, 6)),
  }
  return { ConfigurationRecordersStatus: configRecorder ? [status] : [] }
}

function describeRules(call: Call): unknown {
  const { items, token } = page(call, rulesOf(call), call.input.NextToken, 25, bad)
  const ConfigRules = items.map(({ name, types }) => ({
    ConfigRuleName: name,
    ConfigRuleArn: arnOf(call, 'config-rule', name),
    ConfigRuleId: name,
    Description: `Checks ${types.join(', ')}.`,
    Scope: { ComplianceResourceTypes: types },
    Source: { Owner: 'AWS', SourceIdentifier: name.toUpperCase().replaceAll('-', '_') },
    ConfigRuleState: 'ACTIVE',
  }))
  return { ConfigRules, NextToken: token }
}

function complianceByRule(call: Call): unknown {
  const wanted = Array.isArray(call.input.ComplianceTypes) ? call.input.ComplianceTypes : undefined
  const typeOf = (fails: boolean) => (fails ? 'NON_COMPLIANT' : 'COMPLIANT')
  const found = rulesOf(call).filter(({ fails }) => !wanted || wanted.includes(typeOf(fails)))
  const { items, token } = page(call, found, call.input.NextToken, 25, bad)
  const ComplianceByConfigRules = items.map(({ name, fails }) => ({
    ConfigRuleName: name,
    Compliance: { ComplianceType: typeOf(fails) },
  }))
  return { ComplianceByConfigRules, NextToken: token }
}

function complianceDetails(call: Call): unknown {
  const { ConfigRuleName } = call.input
  const rule = rulesOf(call).find(({ name }) => name === ConfigRuleName)
  if (!rule)
    throw new AwsError('NoSuchConfigRuleException', 400, 'The ConfigRule provided in the request is invalid.')
  const isLambda = rule.types[0] === 'AWS::Lambda::Function'
  const { items, token } = page(
    call,
    isLambda && rule.fails ? watchOf(partitionOf(call)).untracked : [],
    call.input.NextToken,
    100,
    bad,
  )
  const time = new Date(call.world.now() - 3_600_000)
  const EvaluationResults = items.map((fn) => ({
    EvaluationResultIdentifier: {
      EvaluationResultQualifier: {
        ConfigRuleName: rule.name,
        ResourceType: 'AWS::Lambda::Function',
        ResourceId: fn.name,
        EvaluationMode: 'DETECTIVE',
      },
      OrderingTimestamp: time,
    },
    ComplianceType: 'NON_COMPLIANT',
    ResultRecordedTime: time,
    ConfigRuleInvokedTime: time,
    Annotation: 'This resource is not configured with a dead letter queue.',
  }))
  return { EvaluationResults, NextToken: token }
}

export const configOperations: Record<string, Operation> = {
  DescribeConfigurationRecorders: { bucket, run: recorders },
  DescribeConfigurationRecorderStatus: { bucket, run: recorderStatus },
  DescribeConfigRules: { bucket, run: describeRules },
  DescribeComplianceByConfigRule: { bucket, run: complianceByRule },
  GetComplianceDetailsByConfigRule: { bucket, run: complianceDetails },
}
