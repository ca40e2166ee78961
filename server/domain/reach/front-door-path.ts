import { valueOr } from '#server/domain/field.ts'
import { apiRouteDetail } from '#server/domain/triggers/from-api.ts'
import { loadBalancerAcls, loadBalancerDetail } from '#server/domain/triggers/from-load-balancer.ts'
import type { EdgeLink, LoadBalancerLink, SourceLink } from '#server/domain/triggers/source-link.ts'
import { triggerKey } from '#server/domain/triggers/trigger-key.ts'
import { urlHost } from '#server/domain/triggers/url-host.ts'
import { apiHops } from './api-path.ts'
import { beginning, distributionHops, ending, frontsOfHosts, headerNote, hop, webAclHop } from './hops.ts'
import type { FrontDoorPath, Hop, ReachAnswer } from './reach.ts'
import type { ReachContext } from './reach-input.ts'

const MOST_PATHS = 12

function loadBalancerHops(link: LoadBalancerLink, answer: ReachAnswer, { index }: ReachContext): Hop[][] {
  const { record } = link
  const isInternal = valueOr<string>(record.scheme, '') === 'internal'
  if (isInternal && answer.via === 'elb')
    return [[hop('load-balancer', record.name, { arn: record.arn, guards: answer.guards })]]
  const fronts = frontsOfHosts([record.dnsName], index)
  const acls = loadBalancerAcls(record, index)
  const logins = answer.guards.filter((guard) => guard.kind === 'login')
  const guards = answer.guards.filter((guard) => guard.kind !== 'web-acl' && guard.kind !== 'login')
  return (fronts.length > 0 ? fronts : [undefined]).map((front) => {
    const past =
      acls.length === 0 && front?.record.webAclArn.state === 'known'
        ? ', past the web ACL that the distribution alone has'
        : ''
    const text = `The load balancer's own name answers without the distribution${past}, unless its security groups refuse.${headerNote(front)}`
    const around =
      front && !isInternal
        ? [{ text, address: answer.entry, quote: JSON.stringify({ scheme: 'internet-facing' }) }]
        : []
    const missing = [
      ...(acls.length === 0 ? ['no web ACL'] : []),
      ...(logins.length === 0 ? ['no authentication'] : []),
    ]
    return [
      ...(front ? distributionHops(front, index) : []),
      ...acls.flatMap((arn) => webAclHop(arn, index, 'before the load balancer')),
      hop('load-balancer', record.name, { arn: record.arn, guards, missing, around }),
      ...logins.map((guard) => hop('authorizer', guard.name, { guards: [guard] })),
    ]
  })
}

function urlHops(answer: ReachAnswer, { index }: ReachContext): Hop[][] {
  const fronts = frontsOfHosts([urlHost(answer.entry ?? '')], index)
  const isOpen = answer.audience === 'internet'
  const missing = [
    ...(isOpen ? ['no authentication'] : []),
    'no web ACL',
    'no throttling but the concurrency of the function',
  ]
  return (fronts.length > 0 ? fronts : [undefined]).map((front) => {
    const text = `The URL itself answers without the distribution.${headerNote(front)}`
    const around =
      front && isOpen ? [{ text, address: answer.entry, quote: JSON.stringify({ AuthType: 'NONE' }) }] : []
    return [
      ...(front ? distributionHops(front, index) : []),
      hop('url', answer.entry ?? '', { guards: answer.guards, missing, around }),
    ]
  })
}

function edgeHops({ record, behaviour }: EdgeLink, { index }: ReachContext): Hop[][] {
  const origin = (valueOr(record.origins, []) ?? []).find((one) => one.id === behaviour.originId)
  const named = origin ?? { id: behaviour.originId, domainName: '', path: '', customHeaderNames: [] }
  return [distributionHops({ record, origin: named, behaviours: [behaviour] }, index)]
}

function keyOf(link: SourceLink): string | undefined {
  const { qualifier, record } = link
  const source = record.arn
  if (link.kind === 'api') return triggerKey({ kind: 'api', source, detail: apiRouteDetail(link), qualifier })
  if (link.kind === 'elb')
    return triggerKey({ kind: 'elb', source, detail: loadBalancerDetail(link), qualifier })
  if (link.kind !== 'edge') return undefined
  return triggerKey({
    kind: 'cloudfront',
    source,
    detail: `${link.eventType} of ${link.behaviour.pathPattern}`,
    qualifier,
  })
}

function doorHops(
  answer: ReachAnswer,
  context: ReachContext,
  links: ReadonlyMap<string, SourceLink>,
): Hop[][] {
  const link = answer.triggerKey === null ? undefined : links.get(answer.triggerKey)
  if (answer.via === 'url') return urlHops(answer, context)
  if (link?.kind === 'api') return apiHops(link, answer, context)
  if (link?.kind === 'elb') return loadBalancerHops(link, answer, context)
  if (link?.kind === 'edge') return edgeHops(link, context)
  const trigger = answer.triggerKey === null ? undefined : context.triggerByKey.get(answer.triggerKey)
  if (answer.via === 'policy') return [[]]
  return trigger ? [[hop('source', trigger.sourceName, { arn: trigger.source, guards: answer.guards })]] : []
}

/** Doors for others than the account's own principals; what is its own alone is no front door. */
function isDoor({ audience, via, guards }: ReachAnswer): boolean {
  const isDeputy = via === 'policy' && guards.length === 0
  if (audience === 'nobody' || via === 'identity' || isDeputy) return false
  return audience !== 'account' || via === 'api' || via === 'elb'
}

/** Routes of one API with the same guards and the same authorizer are one way. */
function doorKey(hops: Hop[]): string {
  return JSON.stringify(hops.map((one) => [one.kind, one.arn ?? one.name, one.guards, one.missing]))
}

/** The ways of requests to the function, the most exposed first, at most 12. `answers` are widest first. */
export function frontDoorPaths(answers: ReachAnswer[], context: ReachContext): FrontDoorPath[] {
  const doors = answers.filter(isDoor)
  if (doors.length === 0) return []
  const links = new Map(
    context.index.linksTo(context.fn.arn).flatMap((link) => {
      const key = keyOf(link)
      return key === undefined ? [] : [[key, link] as const]
    }),
  )
  const paths = new Map<string, FrontDoorPath & { routes: number }>()
  for (const answer of doors) {
    for (const hops of doorHops(answer, context, links)) {
      const audience = answer.certainty === 'unknown' ? 'unknown' : answer.audience
      const begin = beginning(answer)
      const key = `${audience} ${begin.name} ${doorKey(hops)}`
      const same = paths.get(key)
      if (same) same.routes += 1
      else if (paths.size < MOST_PATHS) {
        paths.set(key, { audience, hops: [begin, ...hops, ...ending(context, answers, answer)], routes: 1 })
      }
    }
  }
  return [...paths.values()].map(({ audience, hops, routes }) => ({
    audience,
    hops: routes === 1 ? hops : hops.map((one) => (one.kind === 'api' ? withRoutes(one, routes) : one)),
  }))
}

function withRoutes(api: Hop, routes: number): Hop {
  return { ...api, name: `${api.name} and ${routes - 1} more ${routes === 2 ? 'route' : 'routes'}` }
}
