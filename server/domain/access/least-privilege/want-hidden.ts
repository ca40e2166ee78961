import type { Field } from '#server/domain/field.ts'
import { type GrantedAction, serviceOf } from './granted-actions.ts'
import type { LastAccessedService } from './last-accessed-service.ts'
import { isObservable, whyUnobservable } from './observability.ts'
import { type Because, because, type Wants } from './wants.ts'

export type HiddenInput = {
  granted: Map<string, GrantedAction>
  lastAccessed: Field<LastAccessedService[]>
  /** IAM prefixes whose data events are recorded. */
  recorded: ReadonlySet<string>
  /** Services of which some call was seen. */
  seenServices: ReadonlySet<string>
  from: string
}

export type HiddenSummary = {
  /** Services with use that cannot be seen, and whether what is granted of them stays. */
  notObservable: Map<string, { why: string; kept: boolean }>
  /** Why an action is left out, where it is not simply that it was not observed. */
  dropped: Map<string, Because>
}

/**
 * Adds what can be used without a trace, and what IAM's last accessed details alone know of. A service that they say was
 * not used in the window falls; one that came with a grant of everything stays only where something tells of its use.
 */
export function wantHidden(input: HiddenInput, wants: Wants): HiddenSummary {
  const summary: HiddenSummary = { notObservable: new Map(), dropped: new Map() }
  const tracked = new Map(
    (input.lastAccessed.state === 'known' ? input.lastAccessed.value : []).map((one) => [
      one.service.toLowerCase(),
      one,
    ]),
  )
  const hidden = new Set<string>()
  for (const [key, grant] of input.granted)
    if (!grant.known || !isObservable(key, input.recorded)) hidden.add(serviceOf(key))
  for (const [key, grant] of input.granted) {
    const service = serviceOf(key)
    const access = tracked.get(service)
    const isHidden = !grant.known || !isObservable(key, input.recorded)
    if (isHidden) hide(key, grant, access, input, wants, summary)
    else lastUse(key, grant, access, hidden.has(service), input, wants, summary)
  }
  return summary
}

function hide(
  key: string,
  grant: GrantedAction,
  access: LastAccessedService | undefined,
  { recorded, seenServices, from }: HiddenInput,
  wants: Wants,
  summary: HiddenSummary,
): void {
  const service = serviceOf(key)
  const why = grant.known
    ? whyUnobservable(service, recorded)
    : `${grant.name} is not in the table of actions, so its events cannot be told`
  if (access && !isSince(access.lastAccessedAt, from) && !seenServices.has(service)) {
    summary.dropped.set(key, unusedService(access))
    return
  }
  const isUsed = access !== undefined || seenServices.has(service)
  const kept = grant.width !== 'everything' || isUsed || wants.get(key) !== undefined
  const before = summary.notObservable.get(service)
  summary.notObservable.set(service, { why: before?.why ?? why, kept: (before?.kept ?? false) || kept })
  if (kept) wants.add(grant.name, 'unobservable', null, because('not observable', why))
  else
    summary.dropped.set(
      key,
      because(
        'not observable',
        `${why}; it came with a grant of everything, and nothing tells that it is used`,
      ),
    )
}

function lastUse(
  key: string,
  grant: GrantedAction,
  access: LastAccessedService | undefined,
  hasHidden: boolean,
  { seenServices, from }: HiddenInput,
  wants: Wants,
  summary: HiddenSummary,
): void {
  if (!access) return
  const own = access.actions.find((one) => `${serviceOf(key)}:${one.action.toLowerCase()}` === key)
  if (own && isSince(own.lastAccessedAt, from))
    wants.add(grant.name, 'keep', null, because('last accessed', 'IAM has it as used', own.lastAccessedAt))
  else if (own || access.actions.length > 0 || hasHidden || seenServices.has(serviceOf(key))) return
  else if (!isSince(access.lastAccessedAt, from)) summary.dropped.set(key, unusedService(access))
  else
    wants.add(
      grant.name,
      'keep',
      null,
      because(
        'last accessed',
        `IAM has ${access.service} as used, and no event tells which action`,
        access.lastAccessedAt,
      ),
    )
}

const isSince = (at: string | null, from: string) => at !== null && Date.parse(at) >= Date.parse(from)

const unusedService = (access: LastAccessedService) =>
  because(
    'last accessed',
    access.lastAccessedAt === null
      ? `IAM has no use of ${access.service} in the time that it looks back on`
      : `IAM has the last use of ${access.service} before the window`,
    access.lastAccessedAt,
  )
