import { isUnseen, valueOr } from '#server/domain/field.ts'
import type { ApiRecord, ApiStage } from '#server/domain/records/api-record.ts'
import { stageAcls } from '#server/domain/triggers/api-guards.ts'
import type { SourceIndex } from '#server/domain/triggers/source-index.ts'
import type { ApiLink, Fronting } from '#server/domain/triggers/source-link.ts'
import type { Guard } from '#server/domain/triggers/trigger.ts'
import { anonymousCaller } from '#server/domain/triggers/url-callers.ts'
import { urlHost } from '#server/domain/triggers/url-host.ts'
import { apiAddresses, executeApiHost } from './api-entry.ts'
import { askApi } from './api-policy.ts'
import { distributionHops, frontsOfHosts, headerNote, hop, type Way, webAclHop } from './hops.ts'
import type { Hop, ReachAnswer } from './reach.ts'
import type { ReachContext } from './reach-input.ts'

const AT_AUTHORIZER: ReadonlySet<Guard['kind']> = new Set(['authorizer', 'iam'])

function missingAt({ record, route, stages }: ApiLink, guards: Guard[], index: SourceIndex): string[] {
  const all = stages ?? []
  const throttles = guards.some((guard) => guard.kind === 'throttle' || guard.kind === 'usage-plan')
  const isOpen = !guards.some((guard) => guard.authenticates)
  const names = (list: ApiStage[]) => list.map((stage) => stage.name).join(', ')
  const bare = all.filter((stage) => stageAcls(record, stage, index).length === 0)
  const silent = all.filter((stage) => !stage.accessLogArn)
  return [
    ...(isOpen
      ? [route.apiKeyRequired ? 'no authorizer: an API key is not authentication' : 'no authorizer']
      : []),
    ...(throttles ? [] : ['no throttling but that of the account']),
    ...(record.protocol === 'REST' && !route.requestValidator ? ['no request validation'] : []),
    ...(record.protocol === 'REST' && bare.length > 0 ? [`no web ACL at stage ${names(bare)}`] : []),
    ...(silent.length > 0 ? [`no access log at stage ${names(silent)}`] : []),
    ...(isUnseen(record.policy) ? ['its resource policy was not seen'] : []),
  ]
}

/** Addresses of the API that leave out the distribution, or the domain name with its certificates. */
function aroundApi(link: ApiLink, front: Fronting | undefined, index: SourceIndex): Way[] {
  const { record, stages } = link
  const found = askApi(link, anonymousCaller())
  if (found !== 'none' && (found.admitted === 'denied' || found.admitted === 'no')) return []
  const narrowed =
    found !== 'none' && found.admitted === 'conditional'
      ? ' Its resource policy lets in some callers alone.'
      : ''
  const fronted = front?.origin.domainName.toLowerCase()
  const isFiltered =
    front !== undefined &&
    front.record.webAclArn.state === 'known' &&
    (stages ?? []).some((stage) => stageAcls(record, stage, index).length === 0)
  const past = isFiltered ? ', past the web ACL that the distribution alone has' : ''
  const closed = valueOr(record.executeApiDisabled, false)
  const addresses = apiAddresses(link)
  const domains = addresses.filter((one) => one.via === 'domain')
  return addresses.flatMap((one): Way[] => {
    if (one.via === 'domain') {
      if (!front || fronted === urlHost(one.address)) return []
      return [
        {
          text: `Its domain name answers without the distribution${past}.${narrowed}`,
          address: one.address,
          quote: null,
        },
      ]
    }
    if (closed === undefined) return []
    const quote = JSON.stringify({ disableExecuteApiEndpoint: false })
    const mutual = domains.some((domain) => domain.mutualTls) ? ', without a client certificate' : ''
    if (front) {
      const text = `The API's own endpoint answers without the distribution${past}.${narrowed}${headerNote(front)}`
      return [{ text, address: one.address, quote }]
    }
    if (domains.length === 0) return []
    return [
      {
        text: `The API's own endpoint answers beside its domain name${mutual}.${narrowed}`,
        address: one.address,
        quote,
      },
    ]
  })
}

/** Distributions that lead to one of the API's addresses. */
export function frontsOfApi(record: ApiRecord, index: SourceIndex): Fronting[] {
  const domains = valueOr(record.domains, []) ?? []
  return frontsOfHosts([executeApiHost(record), ...domains.map((domain) => domain.domainName)], index)
}

/** Hops of an API's route, through each distribution before it, or straight where there is none. */
export function apiHops(link: ApiLink, answer: ReachAnswer, { index }: ReachContext): Hop[][] {
  const { record, route, stages } = link
  const fronts = answer.audience === 'account' ? [] : frontsOfApi(record, index)
  const acls = [...new Set((stages ?? []).flatMap((stage) => stageAcls(record, stage, index)))]
  const guards = answer.guards.filter((guard) => guard.kind !== 'web-acl')
  const authorizers = guards.filter((guard) => AT_AUTHORIZER.has(guard.kind))
  return (fronts.length > 0 ? fronts : [undefined]).map((front) => [
    ...(front ? distributionHops(front, index) : []),
    ...acls.flatMap((arn) => webAclHop(arn, index, 'at the stage')),
    hop('api', `${record.name} ${route.key}`, {
      arn: record.arn,
      guards: guards.filter((guard) => !AT_AUTHORIZER.has(guard.kind)),
      missing: missingAt(link, guards, index),
      around: aroundApi(link, front, index),
    }),
    ...authorizers.map((guard) => hop('authorizer', guard.name, { guards: [guard] })),
  ])
}
