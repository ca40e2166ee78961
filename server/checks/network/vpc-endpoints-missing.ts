import { defineCheck } from '#server/checks/define-check.ts'
import { namesOf, notApplicable, pass, unknown, unseen } from '#server/checks/reliability/verdicts.ts'
import { argumentsOf, code, properties, regionOf } from '#server/checks/remedy.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { VpcEndpoint } from '#server/domain/records/vpc-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { servicesCalled } from './services-called.ts'
import { notAll, vpcOf } from './vpc-of-function.ts'

const GATEWAYS = new Set(['s3', 'dynamodb'])

/** `com.amazonaws.eu-west-1.sqs` and, in China, `cn.com.amazonaws.cn-north-1.sqs`. */
const nameOf = (endpoint: VpcEndpoint) => endpoint.service.split('.').at(-1) ?? ''

const isThere = ({ state }: VpcEndpoint) => state.toLowerCase() === 'available'

function missingOf(called: string[], endpoints: VpcEndpoint[]): string[] {
  const there = new Set(endpoints.filter(isThere).map(nameOf))
  return called.filter((service) => !there.has(service))
}

function evaluate(record: FunctionRecord, around: Surroundings): Verdict {
  const found = vpcOf(record, around)
  if ('verdict' in found) return found.verdict
  const { vpc } = found
  if (vpc.subnets.some(({ hasEgress }) => hasEgress))
    return notApplicable('Its subnets have a route out of the VPC.')
  if (!vpc.allSubnets || vpc.subnets.some(({ hasEgress }) => hasEgress === undefined))
    return notAll('Routes of its subnets', vpc.record.subnets)
  const hidden = unseen('VPC endpoints', vpc.record.endpoints)
  if (hidden) return unknown(hidden)
  const called = servicesCalled(record, around)
  if (called.state !== 'known')
    return unknown(unseen('What its role may call', called) ?? 'Its role was not found.')
  if (called.value.length === 0) return notApplicable('Its role names no service that its code would call.')
  const endpoints = valueOr(vpc.record.endpoints, []) ?? []
  const missing = missingOf(called.value, endpoints)
  const evidence = [
    { label: 'Services that its role names', value: called.value.join(', ') },
    { label: 'Endpoints in the VPC', value: endpoints.filter(isThere).map(nameOf).join(', ') || 'none' },
  ]
  if (missing.length === 0) return pass(...evidence)
  const summary = `It cannot reach ${namesOf(missing)}: its subnets have no route out, and ${vpc.record.name} has no endpoint for ${missing.length === 1 ? 'it' : 'them'}.`
  return { state: 'fail', severity: 'medium', summary, evidence }
}

/** Only actions that code calls itself are looked at: what Lambda does for a function does not pass its VPC. */
export const vpcEndpointsMissing = defineCheck({
  id: 'vpc-endpoints-missing',
  title: 'Function cannot reach the services that it needs',
  group: 'network',
  kind: 'function',
  severity: 'medium',
  severityNote: null,
  why: 'Without a route out of its VPC a function reaches AWS by endpoints only. Calls to a service without one hang until the timeout, which is paid for.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc-internet.html'],
  needs: ['functions', 'vpcs', 'roles'],
  elsewhere: ['AWS Config service-vpc-endpoint-enabled'],
  risks: ['insecure-deployment-configuration', 'denial-of-service'],
  evaluate,
  remediate: (record, _verdict, around) => {
    const found = vpcOf(record, around)
    const called = valueOr(servicesCalled(record, around), []) ?? []
    const endpoints = 'vpc' in found ? (valueOr(found.vpc.record.endpoints, []) ?? []) : []
    const service = missingOf(called, endpoints)[0] ?? ''
    const vpcId = 'vpc' in found ? found.vpc.record.name : ''
    const type = GATEWAYS.has(service) ? 'Gateway' : 'Interface'
    const name = `com.amazonaws.${record.region}.${service}`
    const at =
      type === 'Gateway' ? '--route-table-ids ROUTE_TABLE' : '--subnet-ids SUBNET --security-group-ids GROUP'
    return {
      text: `Create an endpoint for each service that is missing (here ${service}), or take the permission away where the code does not call it. Gateway endpoints cost nothing, interface endpoints are charged by the hour.`,
      cli: `aws ec2 create-vpc-endpoint ${regionOf(record)} --vpc-id ${shellWord(vpcId)} --service-name ${shellWord(name)} --vpc-endpoint-type ${type} ${at}`,
      cloudformation: properties('AWS::EC2::VPCEndpoint', {
        VpcId: vpcId,
        ServiceName: name,
        VpcEndpointType: type,
      }),
      terraform: argumentsOf('aws_vpc_endpoint', {
        vpc_id: vpcId,
        service_name: name,
        vpc_endpoint_type: type,
        ...(type === 'Interface' ? { private_dns_enabled: code('true') } : {}),
      }),
    }
  },
})
