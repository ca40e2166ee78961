import type { Evidence } from '#server/domain/verdict.ts'
import type { Points } from './metric-window.ts'

/** What stands around a function that is throttled. Concurrency points are the highest of their period. */
export type ThrottleSurroundings = {
  /** Reserved concurrency; null where none is set, undefined where it could not be read. */
  reserved: number | null | undefined
  concurrency: Points
  account: {
    limit: number | null
    /** What all functions without reserved concurrency share. */
    pool: number | null
    concurrency: Points
    unreserved: Points
  }
  /** Queues whose pollers may call it so often at once; null where a mapping sets no maximum. */
  queues: readonly { name: string; maximumConcurrency: number | null }[]
}

export const THROTTLE_REASONS = [
  'stopped',
  'reserved limit',
  'account limit',
  'unreserved pool',
  'scaling rate',
  'not told',
] as const

export type ThrottleReason = {
  reason: (typeof THROTTLE_REASONS)[number]
  certainty: 'certain' | 'likely' | 'unknown'
  /** Half a sentence: "its reserved concurrency of 20 was in use". */
  text: string
  evidence: Evidence[]
}

/** A function's concurrency grows by 1,000 in ten seconds at most. Source: Lambda developer guide, scaling behavior. */
const RATE_STEP = 1000
const NEAR = 0.95
const AT = 0.99

const whole = (value: number) => Math.round(value).toLocaleString('en')

function peakIn(points: Points, fromMs: number, toMs: number): number | null {
  const inside = points.filter(([at]) => at >= fromMs && at < toMs)
  return inside.length === 0 ? null : Math.max(...inside.map(([, value]) => value))
}

function riseIn(points: Points, fromMs: number, toMs: number): number {
  const before = points.findLast(([at]) => at < fromMs)?.[1] ?? 0
  return (peakIn(points, fromMs, toMs) ?? 0) - before
}

/**
 * Why requests were throttled in the periods that have throttles, from what was in use then and what the limits are now.
 * null where there were none. Source: Lambda developer guide, "Understanding Lambda function scaling".
 */
export function throttleReason(
  throttles: Points,
  periodMs: number,
  around: ThrottleSurroundings,
): ThrottleReason | null {
  const throttled = throttles.filter(([, value]) => value > 0)
  const [first, last] = [throttled[0], throttled.at(-1)]
  if (!first || !last) return null
  const [fromMs, toMs] = [first[0], last[0] + periodMs]
  const { reserved, account } = around
  const own = peakIn(around.concurrency, fromMs, toMs)
  const all = peakIn(account.concurrency, fromMs, toMs)
  const unreserved = peakIn(account.unreserved, fromMs, toMs)
  const evidence: Evidence[] = []
  const note = (label: string, value: number | null, none = 'not known') =>
    evidence.push({ label, value: value === null ? none : whole(value) })
  note('Its own concurrency at the peak', own)
  if (reserved !== undefined) note('Reserved concurrency', reserved, 'none')
  const queues = around.queues.filter(({ maximumConcurrency }) => maximumConcurrency !== null)
  const calls = queues.reduce((sum, { maximumConcurrency }) => sum + (maximumConcurrency ?? 0), 0)
  if (queues.length > 0) note('Calls at once that its queues may make', calls)
  const settled = (
    reason: ThrottleReason['reason'],
    certainty: ThrottleReason['certainty'],
    text: string,
  ): ThrottleReason => ({ reason, certainty, text, evidence })

  if (reserved === 0) return settled('stopped', 'certain', 'its reserved concurrency is 0, which stops it')
  if (typeof reserved === 'number') {
    const more = calls > reserved ? `; its queues may call it ${whole(calls)} times at once` : ''
    if (own !== null && own >= reserved * AT)
      return settled(
        'reserved limit',
        'certain',
        `its reserved concurrency of ${whole(reserved)} was in use${more}`,
      )
    if (riseIn(around.concurrency, fromMs, toMs) >= RATE_STEP)
      return settled('scaling rate', 'likely', 'its concurrency grew faster than 1,000 in ten seconds')
    return settled(
      'reserved limit',
      'likely',
      `it may use ${whole(reserved)} at once, and nothing else limits it${more}`,
    )
  }
  note('In use in the account at the peak', all)
  note('Limit of the account', account.limit)
  if (account.pool !== null) {
    note('Without reserved concurrency, at the peak', unreserved)
    note('Shared by those without', account.pool)
  }
  const share = (used: number | null, of: number | null) => (used === null || !of ? 0 : used / of)
  const ofLimit = share(all, account.limit)
  const ofPool = share(unreserved, account.pool)
  const isCut = account.pool !== null && account.limit !== null && account.pool < account.limit
  if (isCut && ofPool >= NEAR && ofPool >= ofLimit)
    return settled(
      'unreserved pool',
      ofPool >= AT ? 'certain' : 'likely',
      `the ${whole(account.pool ?? 0)} that functions without reserved concurrency share were in use; reservations keep ${whole((account.limit ?? 0) - (account.pool ?? 0))} of the account’s ${whole(account.limit ?? 0)}`,
    )
  if (ofLimit >= NEAR)
    return settled(
      'account limit',
      ofLimit >= AT ? 'certain' : 'likely',
      `${whole(all ?? 0)} of the account’s ${whole(account.limit ?? 0)} were in use`,
    )
  if (riseIn(around.concurrency, fromMs, toMs) >= RATE_STEP)
    return settled('scaling rate', 'likely', 'its concurrency grew faster than 1,000 in ten seconds')
  const unread =
    account.limit === null
      ? 'the account’s limit could not be read'
      : all === null
        ? 'the account was not polled then'
        : null
  return settled(
    'not told',
    'unknown',
    unread ?? 'no limit was seen to be reached: a burst may have been shorter than what the metrics show',
  )
}
