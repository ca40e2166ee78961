import { valueOr } from '#server/domain/field.ts'
import { loadBalancerDetail, loadBalancerLive } from '#server/domain/triggers/from-load-balancer.ts'
import type { LoadBalancerLink, SourceLink } from '#server/domain/triggers/source-link.ts'
import { triggerKey } from '#server/domain/triggers/trigger-key.ts'
import type { ReachAnswer } from './reach.ts'
import type { ReachContext } from './reach-input.ts'

const GROUPS_UNREAD = { what: 'its security groups may admit fewer: their rules were not read', quote: null }

function answersOf(
  link: LoadBalancerLink & { qualifier: string | null },
  context: ReachContext,
): ReachAnswer[] {
  const { record, qualifier } = link
  const key = triggerKey({ kind: 'elb', source: record.arn, detail: loadBalancerDetail(link), qualifier })
  const trigger = context.triggerByKey.get(key)
  const { live } = loadBalancerLive(link)
  if (!trigger || trigger.sides === 'source only' || live === false) return []
  const scheme = valueOr<string>(record.scheme, '')
  const front = context.index
    .frontsOf(record.dnsName)
    .find((one) => one.behaviours.length > 0 && valueOr(one.record.enabled, false) !== false)
  const login = trigger.guards.some((guard) => guard.authenticates)
  const isInternal = scheme === 'internal'
  const outside = login ? ('internet-authenticated' as const) : ('internet' as const)
  const isUnsure = live === null || trigger.sides === 'unknown' || !scheme
  const grants = trigger.evidence
    .filter((one) => one.side === 'grant')
    .map((one) => ({ what: one.text, quote: one.quote }))
  const { port = 443, protocol = 'HTTPS' } = link.rules?.[0] ?? {}
  const address = `${protocol.toLowerCase()}://${record.dnsName}${port === 80 || port === 443 ? '' : `:${port}`}`
  const base = { triggerKey: key, guards: trigger.guards }
  const own: ReachAnswer = {
    ...base,
    audience: isInternal ? 'account' : outside,
    certainty: isUnsure ? 'unknown' : 'conditional',
    via: 'elb',
    who: isInternal
      ? 'whoever gets to its VPC'
      : login
        ? 'people whom the load balancer signs in'
        : 'anyone on the internet',
    entry: address,
    decidedBy: [
      {
        what: `load balancer ${record.name} is ${scheme || 'of a scheme that was not seen'}`,
        quote: JSON.stringify({ scheme: scheme ?? null }),
      },
      GROUPS_UNREAD,
      ...grants,
    ],
  }
  if (!isInternal || !front) return [own]
  const through: ReachAnswer = {
    ...base,
    audience: outside,
    certainty: isUnsure ? 'unknown' : 'conditional',
    via: 'cloudfront',
    who: 'anyone on the internet, by way of the distribution',
    entry: `https://${front.record.domainName}`,
    decidedBy: [
      {
        what: `distribution ${front.record.name} has the internal load balancer as an origin`,
        quote: JSON.stringify(front.origin),
      },
      ...grants,
    ],
  }
  return [through, own]
}

/** Who reaches the function through the load balancers that have it as a target. */
export function loadBalancerAnswers(context: ReachContext, links: readonly SourceLink[]): ReachAnswer[] {
  return links.flatMap((link) => (link.kind === 'elb' ? answersOf(link, context) : []))
}
