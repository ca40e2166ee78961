import { HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { CORE_METRICS } from './paces.ts'

/** A metric stream's files come every few minutes: where none came for so long, functions are polled again. */
export const FEED_FRESH_MS = 20 * MINUTE_MS
/** A metric that came within this time is one that the stream sends. */
const SENT_MS = HOUR_MS
/** Every invocation has them, and so has the account. */
const OF_ACCOUNT = [...CORE_METRICS, 'ConcurrentExecutions']

/** The newest minute of a metric that metric streams brought of an account and region: of any function, or of the account. */
export type FedMetric = { metric: string; ofAccount: boolean; newestMs: number }

/** What metric streams bring of an account and region, which is then not asked for. */
export type Fed = {
  until: Date
  /** All core metrics of functions. */
  core: boolean
  account: boolean
  /** Of functions. */
  metrics: ReadonlySet<string>
}

/**
 * What streams bring, by what came of them lately: invocations bring errors and throttles along, as zeros, so that a
 * stream without them was told not to send them.
 */
export function whatIsFed(until: Date, came: readonly FedMetric[], nowMs: number): Fed {
  const newestOf = (ofAccount: boolean) =>
    new Map(
      came
        .filter((one) => one.ofAccount === ofAccount && one.newestMs > nowMs - SENT_MS)
        .map(({ metric, newestMs }) => [metric, newestMs]),
    )
  const areSent = (newest: ReadonlyMap<string, number>, wanted: readonly string[]) => {
    const latest = Math.max(...newest.values())
    return wanted.every((metric) => (newest.get(metric) ?? 0) >= latest - FEED_FRESH_MS) && newest.size > 0
  }
  const ofFunctions = newestOf(false)
  const ofCore = new Map([...ofFunctions].filter(([metric]) => CORE_METRICS.has(metric)))
  return {
    until,
    core: areSent(ofCore, [...CORE_METRICS]),
    account: areSent(newestOf(true), OF_ACCOUNT),
    metrics: new Set(ofFunctions.keys()),
  }
}
