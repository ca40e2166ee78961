import { parseArn } from '#server/domain/arn.ts'
import type { CallingService } from './calling-services.ts'
import { type Assembly, type Draft, live } from './draft.ts'
import { collectedKey, NAMING_KINDS } from './unseen-sources.ts'

type Grant = {
  service: CallingService
  sourceArn: string | null
  sourceAccountId: string | null
  evidence: Draft['evidence']
}
type Found = Pick<Draft, 'live' | 'liveReason' | 'sides' | 'evidence'>

/** Name of an API, where the grant's ARN is of one that still is there. */
function apiNamed(sourceArn: string | null, { index }: Assembly): string | undefined {
  const arn = sourceArn === null ? undefined : parseArn(sourceArn)
  if (arn?.service !== 'execute-api') return undefined
  return index.api(arn.accountId, arn.region, arn.resource.split('/')[0] ?? '')?.name
}

/** Log groups are looked into one by one, where a grant names them. */
const ONE_LOG_GROUP = /^arn:[a-z-]+:logs:[a-z0-9-]*:\d*:log-group:[\w/.#-]+(?::.*)?$/

/** What a grant is for which no collected source was found: left over, or its source could not be seen. */
export function leftover(
  { service, sourceArn, sourceAccountId, evidence }: Grant,
  assembly: Assembly,
): Found {
  const { fn, index } = assembly
  const { shownBy } = service
  const unknown = (text: string): Found => ({ ...live(null, text), sides: 'unknown', evidence })
  if (!shownBy) return unknown('sources of this service are not collected: the policy alone tells of it')
  if (shownBy === 'log-subscription' && !ONE_LOG_GROUP.test(sourceArn ?? ''))
    return unknown('the grant names no single log group, and not all of them are looked into')
  const parsed = sourceArn === null ? undefined : parseArn(sourceArn)
  const accountId = sourceAccountId ?? fn.accountId
  const region = parsed?.region && /^[a-z0-9-]+$/.test(parsed.region) ? parsed.region : fn.region
  const what = NAMING_KINDS[shownBy]
  if (!index.collected.has(collectedKey(accountId, region, shownBy))) {
    return unknown(`${what} of account ${accountId} in ${region} were not collected`)
  }
  if (index.unseenKinds(accountId, region).has(shownBy)) {
    return unknown(`some ${what} of account ${accountId} could not be looked into`)
  }
  const api = apiNamed(sourceArn, assembly)
  const text = api
    ? `API ${api} is there, but no route or authorizer that the grant covers names this function`
    : `none of the ${what} collected in account ${accountId} names this function as the grant has it`
  const isOpen = sourceAccountId === null
  return {
    ...live(
      isOpen ? null : false,
      isOpen ? `${text}; sources in other accounts are let in as well, and not seen` : text,
    ),
    sides: 'grant only',
    evidence: [...evidence, { side: 'source', text, quote: null }],
  }
}
