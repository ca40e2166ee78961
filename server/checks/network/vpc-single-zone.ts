import { defineCheck } from '#server/checks/define-check.ts'
import { isCritical } from '#server/checks/reliability/criticality.ts'
import { functionChange } from '#server/checks/reliability/function-change.ts'
import { pass } from '#server/checks/reliability/verdicts.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { notAll, vpcOf } from './vpc-of-function.ts'

function evaluate(record: FunctionRecord, around: Surroundings): Verdict {
  const found = vpcOf(record, around)
  if ('verdict' in found) return found.verdict
  const { vpc } = found
  const zones = [...new Set(vpc.subnets.map(({ availabilityZone }) => availabilityZone))]
  const evidence = vpc.subnets.map(({ id, availabilityZone }) => ({ label: id, value: availabilityZone }))
  if (zones.length > 1) return pass(...evidence)
  if (!vpc.allSubnets || zones.length === 0) return notAll('Subnets', vpc.record.subnets)
  return {
    state: 'fail',
    severity: isCritical(record.arn, around) ? 'medium' : 'low',
    summary: `All its subnets are in zone ${zones[0]}: when that zone fails, it does not run.`,
    evidence,
  }
}

export const vpcSingleZone = defineCheck({
  id: 'vpc-single-zone',
  title: 'Function in one availability zone only',
  group: 'network',
  kind: 'function',
  severity: 'low',
  severityNote: 'Medium where the function is labelled as critical.',
  why: 'Lambda runs functions in several zones, but one that is bound to subnets of a single zone goes down with it, or when that subnet has no addresses left.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/security-resilience.html'],
  needs: ['functions', 'vpcs'],
  elsewhere: [
    'Prowler awslambda_function_vpc_multi_az',
    'Security Hub Lambda.5',
    'AWS Config lambda-vpc-multi-az-check',
    'Trusted Advisor L4dfs2Q4C6',
    'ElectricEye Lambda.7',
  ],
  risks: ['denial-of-service'],
  evaluate,
  remediate: (record) => {
    const vpc = record.vpc.state === 'known' ? record.vpc.value : { subnetIds: [], securityGroupIds: [] }
    const subnets = [...vpc.subnetIds, 'SUBNET_OF_ANOTHER_ZONE']
    const groups = vpc.securityGroupIds
    return functionChange(record, {
      text: 'Add a subnet of another zone with the same routes. Put its id in the place of SUBNET_OF_ANOTHER_ZONE.',
      options: `--vpc-config ${shellWord(`SubnetIds=${subnets.join(',')},SecurityGroupIds=${groups.join(',')}`)}`,
      cloudformation: { VpcConfig: { SubnetIds: subnets, SecurityGroupIds: groups } },
      terraform: { 'vpc_config {}': { subnet_ids: subnets, security_group_ids: groups } },
    })
  },
})
