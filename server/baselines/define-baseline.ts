import type { Points } from '#server/domain/metrics/metric-window.ts'
import type { Severity } from '#server/domain/severity.ts'
import type { RuleMeta, SignalMetric } from '#server/domain/signal.ts'
import { MINUTE_MS } from '#server/domain/time.ts'
import type { Evidence } from '#server/domain/verdict.ts'

export type Breach = {
  severity: Severity
  title: string
  summary: string
  startedAtMs: number
  seenAtMs: number
  evidence: Evidence[]
  metric: SignalMetric
  /** CloudTrail events that it likely comes from. */
  eventIds?: string[]
}

/** `unknown` leaves alerts as they are: nobody could look. */
export type BaselineVerdict =
  | { state: 'breach'; breach: Breach }
  | { state: 'quiet' }
  | { state: 'unknown'; reason: string }

/** A metric rule: a pure function of one window of points. */
export type Baseline<W> = RuleMeta & {
  scope: 'function' | 'account' | 'charges'
  /** How long it must have been quiet before its alert is resolved. */
  clearAfterMs: number
  evaluate: (window: W) => BaselineVerdict
}

export function defineBaseline<W>(baseline: Baseline<W>): Baseline<W> {
  return baseline
}

/** A window whose points are older than this says nothing of now: Lambda's metrics arrive within a few minutes. */
export const STALE_MS = 25 * MINUTE_MS

export const quiet: BaselineVerdict = { state: 'quiet' }
export const stale: BaselineVerdict = {
  state: 'unknown',
  reason: 'The metrics have not been polled for 25 minutes.',
}

export function isStale(window: { nowMs: number; polledUntilMs: number | null }): boolean {
  return window.polledUntilMs === null || window.nowMs - window.polledUntilMs > STALE_MS
}

/** The points of periods that began in the last `spanMs` before the time up to which there are points. */
export function recent(points: Points, untilMs: number, spanMs: number): Points {
  return points.filter(([at]) => at >= untilMs - spanMs && at <= untilMs)
}

export function total(points: Points): number {
  return points.reduce((sum, [, value]) => sum + value, 0)
}

/** Start of the run of points over zero that reaches into the last `spanMs`; gaps up to `gapMs` belong to it. */
export function runStart(points: Points, untilMs: number, spanMs: number, gapMs: number): number {
  let start = untilMs
  for (const [at, value] of [...points].reverse()) {
    if (value <= 0) continue
    if (at > untilMs - spanMs || start - at <= gapMs) start = Math.min(start, at)
    else break
  }
  return start
}

const DEVIATIONS = 6

/** The most that comes by chance where so many are usual: what fails comes in flocks, which is wider than for single events. */
export function mostByChance(usual: number): number {
  return usual + DEVIATIONS * Math.sqrt(usual + 1)
}

export const percent = (share: number) => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`
