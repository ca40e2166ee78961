import { formatDuration, HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { shortActor } from '#server/domain/trail/short-actor.ts'
import {
  type ChangeFact,
  type Facts,
  functionsOf,
  type IncidentAnomaly,
  listed,
  type Origin,
  onsetOf,
} from './incident.ts'

/** A change longer ago than this is not named as the origin. */
const CHANGED_WITHIN_MS = HOUR_MS
/** An anomaly is dated by the start of its step: a change in that very step counts. */
const STEP_SLACK_MS = 5 * MINUTE_MS
const AT_LIMIT = 0.95
const MAX_EVENTS = 20

const CHANGES =
  /^(UpdateFunctionCode|UpdateFunctionConfiguration|PublishVersion|UpdateAlias|(Put|Delete)FunctionConcurrency|(Put|Delete)ProvisionedConcurrencyConfig|(Create|Update|Delete)EventSourceMapping|(Put|Update|Delete)FunctionEventInvokeConfig|(Put|Attach|Detach|Delete)RolePolicy|(Add|Remove)Permission)/
/** The call that decides comes before those that go with it. */
const MOVES_CODE = /^(UpdateFunctionCode|UpdateAlias|UpdateFunctionConfiguration)/

export const NO_ORIGIN: Origin = {
  kind: 'none',
  text: 'No common cause found',
  eventIds: [],
  subject: null,
  covers: [],
}

/** Whether so many of the functions are enough to speak of one origin; of several, one alone is not. */
const isMost = (covered: number, all: number) => covered * 2 >= all && (covered >= 2 || all === 1)

/** What these anomalies of one account and region likely come from: what explains at least half of their functions. */
export function findOrigin(anomalies: readonly IncidentAnomaly[], facts: Facts): Origin {
  const functions = functionsOf(anomalies)
  const onsetMs = onsetOf(anomalies)
  return (
    atAccountLimit(anomalies, facts, onsetMs) ??
    afterChange(functions, facts, onsetMs) ??
    ofTrigger(functions, facts) ??
    ofCallee(functions, facts) ??
    ofRole(functions, facts) ??
    NO_ORIGIN
  )
}

function atAccountLimit(
  anomalies: readonly IncidentAnomaly[],
  facts: Facts,
  onsetMs: number,
): Origin | undefined {
  const { concurrency } = facts
  if (!concurrency || concurrency.limit <= 0 || concurrency.peak < concurrency.limit * AT_LIMIT)
    return undefined
  const throttled = anomalies.filter(({ metric, excess }) => metric === 'Throttles' && excess > 0)
  if (throttled.length === 0) return undefined
  const [user] = anomalies
    .filter(
      ({ metric, functionName, excess }) =>
        metric === 'ConcurrentExecutions' && functionName !== null && excess > 0,
    )
    .toSorted((a, b) => b.excess - a.excess)
  const change = user?.functionName ? afterChange([user.functionName], facts, onsetMs) : undefined
  const by = user?.functionName ? `; ${user.functionName} uses far more of it than usual` : ''
  return {
    kind: 'account-limit',
    text: `The account’s limit of ${concurrency.limit.toLocaleString('en')} concurrent executions was reached${by}${change ? ` (${change.text})` : ''}`,
    eventIds: change?.eventIds ?? [],
    subject: user?.functionName ?? null,
    covers: functionsOf(throttled),
  }
}

/** Functions that a change touches: its own, those with a role that it changed, and those that call or are called by it. */
function touched(
  change: ChangeFact,
  functions: readonly string[],
  facts: Facts,
): { near: string[]; own: string[] } {
  const own = functions.filter((name) => {
    const role = facts.roles[name]
    const ofRole =
      role !== undefined && change.resources.some((one) => one === role || role.endsWith(`/${one}`))
    return change.functionName === name || (change.functionName === null && ofRole)
  })
  const near = functions.filter(
    (name) =>
      own.includes(name) ||
      (change.functionName !== null &&
        facts.calls.some(
          ({ from, to }) =>
            (from === name && to === change.functionName) || (to === name && from === change.functionName),
        )),
  )
  return { own, near }
}

function afterChange(functions: readonly string[], facts: Facts, onsetMs: number): Origin | undefined {
  const changes = facts.changes.filter(
    ({ name, atMs }) =>
      CHANGES.test(name) && atMs <= onsetMs + STEP_SLACK_MS && atMs >= onsetMs - CHANGED_WITHIN_MS,
  )
  const each = changes
    .map((change) => ({ change, ...touched(change, functions, facts) }))
    .filter(({ near }) => near.length > 0)
    .toSorted(
      (a, b) =>
        b.near.length - a.near.length ||
        b.own.length - a.own.length ||
        Number(MOVES_CODE.test(b.change.name)) - Number(MOVES_CODE.test(a.change.name)) ||
        Math.abs(onsetMs - a.change.atMs) - Math.abs(onsetMs - b.change.atMs),
    )
  const [first] = each
  if (!first) return undefined
  // One deployment makes many calls: those of the same actor count together.
  const same = each.filter(({ change }) => change.actor === first.change.actor)
  const covers = functions.filter((name) => same.some(({ near }) => near.includes(name)))
  if (!isMost(covers.length, functions.length)) return undefined
  const { change } = first
  const where = change.functionName ?? change.resources[0] ?? ''
  const changed = new Set(same.flatMap(({ change: { functionName } }) => functionName ?? []))
  const on = changed.size > 1 ? `${changed.size} functions` : where
  return {
    kind: 'deployment',
    text: `${change.name} on ${on} by ${shortActor(change.actor)}, ${beforeText(onsetMs - change.atMs)}`,
    eventIds: same.map((one) => one.change.eventId).slice(0, MAX_EVENTS),
    subject: change.functionName ?? where,
    covers,
  }
}

function beforeText(ms: number): string {
  return ms < MINUTE_MS ? 'at the time it began' : `${formatDuration(ms)} before`
}

type Shared = { subject: string; text: string; covers: string[] }

function mostShared(
  functions: readonly string[],
  links: readonly { functionName: string; subject: string; text: string }[],
): Shared | undefined {
  const mine = links.filter(({ functionName }) => functions.includes(functionName))
  const [first] = [...Map.groupBy(mine, ({ subject }) => subject)]
    .map(([subject, list]) => ({ subject, text: list[0]?.text ?? '', covers: functionsOf(list) }))
    .toSorted((a, b) => b.covers.length - a.covers.length || (a.subject < b.subject ? -1 : 1))
  return first && first.covers.length >= 2 && isMost(first.covers.length, functions.length)
    ? first
    : undefined
}

function ofTrigger(functions: readonly string[], { triggers }: Facts): Origin | undefined {
  const found = mostShared(
    functions,
    triggers.map(({ functionName, kind, source, sourceName }) => ({
      functionName,
      subject: source,
      text: `${kind} ${sourceName}`,
    })),
  )
  return (
    found && {
      kind: 'trigger',
      text: `They share ${found.text}`,
      eventIds: [],
      subject: found.subject,
      covers: found.covers,
    }
  )
}

function ofCallee(functions: readonly string[], { calls }: Facts): Origin | undefined {
  const links = calls.flatMap(({ from, to }) => [
    { functionName: from, subject: to, text: to },
    // A function that others wait for is one of those that it explains.
    ...(functions.includes(to) ? [{ functionName: to, subject: to, text: to }] : []),
  ])
  const found = mostShared(functions, links)
  if (!found) return undefined
  const callers = found.covers.filter((name) => name !== found.subject)
  const text = `${listed(callers)} ${callers.length === 1 ? 'calls' : 'call'} ${found.text}`
  return { kind: 'callee', text, eventIds: [], subject: found.subject, covers: found.covers }
}

/** A role by itself breaks nothing: it is named only where all have it and there are several. */
function ofRole(functions: readonly string[], { roles }: Facts): Origin | undefined {
  const links = functions.flatMap((name) => {
    const role = roles[name]
    return role === undefined
      ? []
      : [{ functionName: name, subject: role, text: role.split('/').at(-1) ?? role }]
  })
  const found = mostShared(functions, links)
  if (!found || found.covers.length < Math.max(3, functions.length)) return undefined
  return {
    kind: 'role',
    text: `All run as ${found.text}`,
    eventIds: [],
    subject: found.subject,
    covers: found.covers,
  }
}
