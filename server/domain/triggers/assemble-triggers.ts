import { type Field, valueOr } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { type Assembly, type Draft, finish } from './draft.ts'
import { fromApi, fromApiAuthorizer } from './from-api.ts'
import { fromStateMachine, fromUserPool } from './from-callers.ts'
import { fromEdge, fromUrlOrigin } from './from-distribution.ts'
import { fromBucket, fromLogs, fromRule, fromSchedule, fromTopic } from './from-events.ts'
import { fromGrants } from './from-grants.ts'
import { fromLoadBalancer } from './from-load-balancer.ts'
import { fromMapping } from './from-mapping.ts'
import { fromUrl } from './from-url.ts'
import { functionPolicies, unseenPolicies } from './function-policies.ts'
import type { SourceIndex } from './source-index.ts'
import type { SourceLink } from './source-link.ts'
import type { Trigger } from './trigger.ts'
import { unseenOfLinks } from './unseen-of-links.ts'
import { uncollectedKinds } from './unseen-sources.ts'
import { urlHost } from './url-host.ts'

function fromLink(link: SourceLink, assembly: Assembly): Draft {
  switch (link.kind) {
    case 'api':
      return fromApi(link, assembly)
    case 'api-authorizer':
      return fromApiAuthorizer(link, assembly)
    case 'elb':
      return fromLoadBalancer(link, assembly)
    case 'edge':
      return fromEdge(link, assembly)
    case 'bucket':
      return fromBucket(link, assembly)
    case 'topic':
      return fromTopic(link, assembly)
    case 'rule':
      return fromRule(link, assembly)
    case 'schedule':
      return fromSchedule(link, assembly)
    case 'logs':
      return fromLogs(link, assembly)
    case 'user-pool':
      return fromUserPool(link, assembly)
    case 'state-machine':
      return fromStateMachine(link, assembly)
    case 'mapping':
      return fromMapping(link, assembly)
  }
}

function fromUrls(assembly: Assembly): Draft[] {
  const { fn, index } = assembly
  return (valueOr(fn.urls, []) ?? []).flatMap((url) => [
    fromUrl(url, assembly),
    ...index.frontsOf(urlHost(url.url)).map((front) => fromUrlOrigin(url, front, assembly)),
  ])
}

/** One trigger a key: several statements or targets that say the same are evidence of one. */
function merged(triggers: Trigger[]): Trigger[] {
  const byKey = new Map<string, Trigger>()
  for (const trigger of triggers) {
    const before = byKey.get(trigger.key)
    if (!before) byKey.set(trigger.key, trigger)
    else byKey.set(trigger.key, { ...before, evidence: [...before.evidence, ...trigger.evidence] })
  }
  return [...byKey.values()]
}

/** What becomes of invocations matters where there are any: unseen, it hides no trigger. */
function unseenFields(fn: FunctionRecord, triggers: readonly Trigger[]): string[] {
  const fields: [string, Field<unknown>][] = [
    ['its function URLs', fn.urls],
    ...(triggers.length === 0
      ? []
      : ([
          ['where failed asynchronous events go', fn.eventInvokeConfigs],
          ['its dead-letter queue', fn.deadLetterTargetArn],
          ['its reserved concurrency', fn.reservedConcurrency],
        ] satisfies [string, Field<unknown>][])),
  ]
  return fields.flatMap(([what, field]) => {
    if (field.state === 'denied') return [`${what}: ${field.permission} is denied`]
    return field.state === 'failed' ? [`${what}: ${field.reason}`] : []
  })
}

/** Every way into a function with what is known of both its sides, and in words what could not be looked at. */
export function assembleTriggers(
  fn: FunctionRecord,
  index: SourceIndex,
): { triggers: Trigger[]; unseen: string[] } {
  const policies = functionPolicies(fn)
  const assembly: Assembly = { fn, index, policies, used: new Set() }
  const links = index.linksTo(fn.arn)
  const drafts = [...fromUrls(assembly), ...links.map((link) => fromLink(link, assembly))]
  const triggers = merged([...drafts, ...fromGrants(assembly)].map((draft) => finish(draft, fn)))
  const unseen = [
    ...unseenFields(fn, triggers),
    ...unseenPolicies(fn, policies),
    ...uncollectedKinds(fn, index.collected),
    ...index.unseenFor(fn.accountId, fn.region),
    ...unseenOfLinks(links, index),
  ]
  return { triggers, unseen: [...new Set(unseen)] }
}
