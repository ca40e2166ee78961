import { defineCheck } from '#server/checks/define-check.ts'
import { notApplicable, pass, unknown } from '#server/checks/reliability/verdicts.ts'
import { regionOf } from '#server/checks/remedy.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { LoadBalancerRecord } from '#server/domain/records/load-balancer-record.ts'
import type { SecurityGroup } from '#server/domain/records/vpc-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { isWorld, notAll, vpcOf } from './vpc-of-function.ts'

const groupsOfBalancers = new WeakMap<LoadBalancerRecord[], ReadonlySet<string>>()

/** Groups that load balancers of the region are known to use. */
function balancerGroups(record: FunctionRecord, around: Surroundings): ReadonlySet<string> | undefined {
  const all = around.all('load-balancer', record)
  if (all.state !== 'known') return undefined
  const kept =
    groupsOfBalancers.get(all.value) ??
    new Set(all.value.flatMap((one) => valueOr(one.securityGroupIds, []) ?? []))
  groupsOfBalancers.set(all.value, kept)
  return kept
}

/** Rules for addresses; a rule for a group mostly serves a database or a file system that shares the group. */
const addressRules = ({ ingress }: SecurityGroup) => ingress.filter(({ cidrs }) => cidrs.length > 0)

function evaluate(record: FunctionRecord, around: Surroundings): Verdict {
  const found = vpcOf(record, around)
  if ('verdict' in found) return found.verdict
  const { vpc } = found
  const shared = balancerGroups(record, around)
  const own = vpc.groups.filter(({ id, name }) => !shared?.has(id) && name !== 'default')
  if (vpc.allGroups && own.length === 0)
    return notApplicable(
      'Its security groups are used by others too: a load balancer, or whatever is in the default one.',
    )
  const letting = own.filter((group) => addressRules(group).length > 0)
  const evidence = own.map((group) => ({
    label: `${group.id} (${group.name})`,
    value: group.ingress.length === 0 ? 'no ingress rule' : JSON.stringify(group.ingress.slice(0, 20)),
  }))
  const [first] = letting
  if (!first) return vpc.allGroups ? pass(...evidence) : notAll('Security groups', vpc.record.securityGroups)
  if (!shared) return unknown('Load balancers were not collected: one may use the group too.')
  const isOpen = letting.some((group) => addressRules(group).some(({ cidrs }) => cidrs.some(isWorld)))
  return {
    state: 'fail',
    severity: isOpen ? 'low' : 'info',
    summary: `${first.id} lets connections in${isOpen ? ' from anywhere' : ''}, which a function never takes: the rule is left over, or something else uses the group too.`,
    evidence,
  }
}

/** Who else uses a group is told for load balancers alone; the summary says so. */
export const securityGroupIngress = defineCheck({
  id: 'security-group-ingress',
  title: 'Security group of a function lets connections in',
  group: 'network',
  kind: 'function',
  severity: 'info',
  severityNote: 'Low where the rule lets in every address.',
  why: 'Nothing can connect to a function, so its group needs no ingress rule. One that is there waits for the day when something else gets the same group.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html'],
  needs: ['functions', 'vpcs'],
  elsewhere: [],
  risks: ['insecure-deployment-configuration'],
  evaluate,
  remediate: (record) => {
    const groups = record.vpc.state === 'known' ? record.vpc.value.securityGroupIds : []
    return {
      text: 'See with the command what else uses the groups. Where it is functions only, take the ingress rules away; else give the function a group of its own.',
      cli: `aws ec2 describe-network-interfaces ${regionOf(record)} --filters ${shellWord(`Name=group-id,Values=${groups.join(',')}`)} --query 'NetworkInterfaces[].[NetworkInterfaceId,InterfaceType,Description]' --output table`,
      cloudformation: null,
      terraform: null,
    }
  },
})
