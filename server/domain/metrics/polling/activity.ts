import { HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'

export const ACTIVITIES = ['troubled', 'active', 'quiet', 'idle'] as const
export type Activity = (typeof ACTIVITIES)[number]

/** Why a function is asked each minute. */
export type Trouble = 'errors' | 'throttles' | 'concurrency rises' | 'an alert is open' | 'just deployed'

/** At least so many invocations an hour: one in five minutes. */
const ACTIVE_PER_HOUR = 12
const MIN_ERRORS = 5
const ERROR_SHARE = 0.1
const MIN_CONCURRENCY = 10
const RISE = 2
const RECENT_MS = 10 * MINUTE_MS

/** How much a function does: by why it is watched closely, if so, whether it had any points lately, and how many invocations an hour. */
export function activityOf(fn: { troubled: boolean; active: boolean; perHour: number | null }): Activity {
  if (fn.troubled) return 'troubled'
  if (!fn.active) return 'idle'
  return fn.perHour === null || fn.perHour >= ACTIVE_PER_HOUR ? 'active' : 'quiet'
}

type Values = readonly (readonly [atMs: number, value: number])[]
export type Answered = { invocations: Values; errors: Values; throttles: Values; concurrency: Values }

const sum = (values: Values) => values.reduce((total, [, value]) => total + value, 0)
const greatest = (values: Values) => values.reduce((max, [, value]) => Math.max(max, value), 0)

/** What the points that just came of a function show to be the matter with it; null where they show nothing. */
export function troubleOf(answer: Answered): Trouble | null {
  if (sum(answer.throttles) > 0) return 'throttles'
  const errors = sum(answer.errors)
  if (errors >= MIN_ERRORS && errors >= sum(answer.invocations) * ERROR_SHARE) return 'errors'
  const newestMs = answer.concurrency.at(-1)?.[0] ?? 0
  const recent = answer.concurrency.filter(([atMs]) => atMs > newestMs - RECENT_MS)
  const before = answer.concurrency.filter(([atMs]) => atMs <= newestMs - RECENT_MS)
  const rises = greatest(recent) >= RISE * greatest(before) && greatest(recent) >= MIN_CONCURRENCY
  return rises && before.length > 0 ? 'concurrency rises' : null
}

/** Of the account as a whole: the last minutes may still be filled. */
const UNSETTLED_MS = 2 * MINUTE_MS
const ACCOUNT_RECENT_MS = 4 * MINUTE_MS
/** What a rise is at least, a minute. */
const LEAST_RISE: Record<keyof Answered, number> = {
  invocations: 60,
  errors: 5,
  throttles: 1,
  concurrency: 10,
}
const ACCOUNT_RISE = 1.5

const mean = (values: Values) => (values.length === 0 ? 0 : sum(values) / values.length)

/** Whether an account's last minutes rise over those before: somewhere a function does more, or fails, that may be asked seldom. */
export function accountRises(minutes: Answered, nowMs: number): boolean {
  const endMs = nowMs - UNSETTLED_MS
  return (Object.keys(LEAST_RISE) as (keyof Answered)[]).some((metric) => {
    const settled = minutes[metric].filter(([atMs]) => atMs < endMs)
    const before = settled.filter(([atMs]) => atMs < endMs - ACCOUNT_RECENT_MS)
    const recent = mean(settled.slice(before.length))
    const rise = recent - mean(before)
    return before.length > 0 && rise >= LEAST_RISE[metric] && recent >= ACCOUNT_RISE * mean(before)
  })
}

/** Invocations an hour over the window that was asked for. */
export function perHourOf(answer: Answered, windowMs: number): number {
  return (sum(answer.invocations) / Math.max(windowMs, MINUTE_MS)) * HOUR_MS
}
