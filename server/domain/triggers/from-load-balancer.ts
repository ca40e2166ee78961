import { valueOr } from '#server/domain/field.ts'
import type { LoadBalancerRecord } from '#server/domain/records/load-balancer-record.ts'
import { serviceCaller } from './admission.ts'
import { synchronous } from './delivery.ts'
import { type Assembly, type Draft, type Live, live, quote } from './draft.ts'
import { grantSides } from './grant-sides.ts'
import type { SourceIndex } from './source-index.ts'
import type { LoadBalancerLink } from './source-link.ts'
import type { Guard } from './trigger.ts'
import { webAclGuard } from './web-acl-guard.ts'

const SHOWN_RULES = 5

/** ARNs of the web ACLs before a load balancer, as either side tells. */
export function loadBalancerAcls(record: LoadBalancerRecord, index: SourceIndex): string[] {
  const own = valueOr<string | null>(record.webAclArn, null)
  return [...new Set([...(own ? [own] : []), ...index.webAclsBefore(record.arn).map((acl) => acl.arn)])]
}

/** What stands before the targets of some listener rules; a login counts only where each rule asks for it. */
export function loadBalancerGuards({ record, rules }: LoadBalancerLink, index: SourceIndex): Guard[] {
  const guards: Guard[] = []
  const logins = rules?.filter(({ rule }) => rule.authenticates).length ?? 0
  if (logins > 0) {
    const all = logins === rules?.length
    const note = all
      ? 'every rule signs people in first'
      : `${logins} of ${rules?.length} rules sign people in first`
    guards.push({ kind: 'login', name: 'authenticate action', authenticates: all, note })
  }
  if (valueOr<string>(record.scheme, '') === 'internal') {
    const note = 'it has addresses inside its VPC alone'
    guards.push({ kind: 'private-endpoint', name: 'internal', authenticates: false, note })
  }
  return [
    ...guards,
    ...loadBalancerAcls(record, index).flatMap((arn) => webAclGuard(arn, index, 'before the load balancer')),
  ]
}

export function loadBalancerLive({ record, rules }: LoadBalancerLink): Live {
  const state = valueOr<string>(record.state, 'active')
  if (state === undefined) return live(null, 'the state of the load balancer was not seen')
  if (!state.startsWith('active')) return live(false, `the load balancer is ${state}`)
  if (rules === null) return live(null, 'its listeners were not seen')
  return rules.length > 0
    ? live(true, `${rules.length} listener rules forward to it`)
    : live(false, 'no listener rule forwards to its target group')
}

/** Ports and conditions of the first few rules. */
export function loadBalancerDetail({ rules, targetGroupArn }: LoadBalancerLink): string {
  const group = targetGroupArn.split('/')[1] ?? targetGroupArn
  if (!rules || rules.length === 0) return `target group ${group}`
  const words = rules
    .slice(0, SHOWN_RULES)
    .map(({ port, protocol, rule }) => `${protocol}:${port} ${rule.conditions.join(' and ') || 'everything'}`)
  if (rules.length > SHOWN_RULES) words.push(`${rules.length - SHOWN_RULES} more rules`)
  return `${words.join('; ')} (target group ${group})`
}

export function fromLoadBalancer(
  link: LoadBalancerLink & { qualifier: string | null },
  assembly: Assembly,
): Draft {
  const { record, targetGroupArn, qualifier } = link
  const caller = serviceCaller('elasticloadbalancing.amazonaws.com', targetGroupArn, record.accountId)
  const setting = {
    text: `target group ${targetGroupArn} of ${record.name}`,
    quote: quote({ targetGroupArn, health: link.health }),
  }
  return {
    kind: 'elb',
    source: record.arn,
    sourceName: record.name,
    sourceAccountId: record.accountId,
    detail: loadBalancerDetail(link),
    qualifier,
    ...synchronous(
      'none: the client gets an error',
      'The client gets an error (5xx) at once; nothing is kept.',
    ),
    ...loadBalancerLive(link),
    ...grantSides(assembly, qualifier, [caller], setting),
    guards: loadBalancerGuards(link, assembly.index),
  }
}
