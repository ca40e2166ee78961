import { defineCheck } from '#server/checks/define-check.ts'
import { namesOf, pass } from '#server/checks/reliability/verdicts.ts'
import { regionOf } from '#server/checks/remedy.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { SecurityGroupRule } from '#server/domain/records/vpc-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { isWorld, notAll, vpcOf } from './vpc-of-function.ts'

const LAST_PORT = 65_535

/** Every port to everywhere: a single port, such as 443, is a decision that somebody made. */
function isOpen({ protocol, fromPort, toPort, cidrs }: SecurityGroupRule): boolean {
  const isEveryPort = protocol === '-1' || ((fromPort ?? 0) <= 1 && (toPort ?? LAST_PORT) >= LAST_PORT)
  const carries = protocol === '-1' || protocol === 'tcp' || protocol === 'udp'
  return carries && isEveryPort && cidrs.some(isWorld)
}

function openGroups(record: FunctionRecord, around: Surroundings) {
  const found = vpcOf(record, around)
  return 'verdict' in found ? [] : found.vpc.groups.filter(({ egress }) => egress.some(isOpen))
}

function evaluate(record: FunctionRecord, around: Surroundings): Verdict {
  const found = vpcOf(record, around)
  if ('verdict' in found) return found.verdict
  const { vpc } = found
  const open = openGroups(record, around)
  const evidence = vpc.groups.map(({ id, name, egress }) => ({
    label: `${id} (${name})`,
    value: egress.length === 0 ? 'no egress rule' : JSON.stringify(egress.slice(0, 20)),
  }))
  if (open.length === 0)
    return vpc.allGroups ? pass(...evidence) : notAll('Security groups', vpc.record.securityGroups)
  const isCutOff = vpc.allSubnets && vpc.subnets.every(({ hasEgress }) => hasEgress === false)
  return {
    state: 'fail',
    severity: isCutOff ? 'info' : 'low',
    summary: `It may connect to any address and port: ${namesOf(open.map(({ id }) => id))} bounds nothing that goes out${isCutOff ? ', though its subnets have no route to the internet' : ''}.`,
    evidence,
  }
}

export const securityGroupOpenEgress = defineCheck({
  id: 'security-group-open-egress',
  title: 'Function may connect anywhere',
  group: 'network',
  kind: 'function',
  severity: 'low',
  severityNote: 'Informational where its subnets have no route to the internet.',
  why: 'The default of security groups lets everything out. Code that an attacker got into a dependency can then send data to any server.',
  references: ['https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html'],
  needs: ['functions', 'vpcs'],
  elsewhere: ['Checkov CKV_AWS_382'],
  risks: ['insecure-deployment-configuration', 'insecure-dependencies'],
  evaluate,
  remediate: (record, _verdict, around) => {
    const group = openGroups(record, around)[0]?.id ?? ''
    return {
      text: 'First allow what it needs (443 to VPC endpoints or prefix lists, the port of its database), then take the open rule away. Others may use the same group: better give the function one of its own.',
      cli: `aws ec2 describe-security-group-rules ${regionOf(record)} --filters ${shellWord(`Name=group-id,Values=${group}`)} --query 'SecurityGroupRules[?IsEgress]'`,
      cloudformation: null,
      terraform: null,
    }
  },
})
