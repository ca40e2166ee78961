import { defineCheck } from '#server/checks/define-check.ts'
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
  const evidence = vpc.groups.map(({ id, name }) => ({ label: id, value: name }))
  const group = vpc.groups.find(({ name }) => name === 'default')
  if (!group) return vpc.allGroups ? pass(...evidence) : notAll('Security groups', vpc.record.securityGroups)
  const summary = `It uses ${group.id}, the default security group of ${vpc.record.name}, whose members may all connect to each other unless that was changed.`
  return { state: 'fail', severity: 'low', summary, evidence }
}

export const defaultSecurityGroup = defineCheck({
  id: 'default-security-group',
  title: 'Function uses the default security group',
  group: 'network',
  kind: 'function',
  severity: 'low',
  severityNote: null,
  why: 'Whatever is started without a security group gets the default one, and its members may connect to each other. A function there can reach what nobody meant it to.',
  references: ['https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html'],
  needs: ['functions', 'vpcs'],
  elsewhere: ['Security Hub EC2.2', 'Checkov CKV2_AWS_12'],
  risks: ['insecure-deployment-configuration'],
  evaluate,
  remediate: (record) => {
    const subnets = record.vpc.state === 'known' ? record.vpc.value.subnetIds : []
    return functionChange(record, {
      text: 'Give the function a security group of its own with just the egress that it needs, and let its database accept that group. Put its id in the place of GROUP.',
      options: `--vpc-config ${shellWord(`SubnetIds=${subnets.join(',')},SecurityGroupIds=GROUP`)}`,
      cloudformation: { VpcConfig: { SubnetIds: subnets, SecurityGroupIds: ['GROUP'] } },
      terraform: { 'vpc_config {}': { subnet_ids: subnets, security_group_ids: ['GROUP'] } },
    })
  },
})
