import type { Points } from '#server/domain/metrics/metric-window.ts'
import { HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import type { FunctionCostWindow } from './cost-window.ts'
import { findSpike, type Spike } from './find-spike.ts'

export type SpikeKind = 'recursion' | 'wallet' | 'plain'
export type KnownSpike = Spike & { kind: SpikeKind; timesCalls: number | null }

const RECENT_MS = 15 * MINUTE_MS
const TIMES_CALLS = 5
const LONGER = 1.5

const mean = (points: Points) =>
  points.reduce((sum, [, value]) => sum + value, 0) / Math.max(1, points.length)

/** How many times more it is called than in the dearest hour before; null where it was hardly called before. */
function timesCalled(window: FunctionCostWindow, spike: Spike): number | null {
  const before = window.invocationHours.filter(([at]) => at + HOUR_MS <= spike.startedAtMs)
  const most = before.reduce((top, [, value]) => Math.max(top, value), 0)
  const now = mean(window.invocations.filter(([at]) => at >= spike.seenAtMs - RECENT_MS)) * 12
  return most > 0 ? now / most : null
}

/** Whether calls take much longer than before: then it is no flood of calls that makes it dear. */
function isSlower(window: FunctionCostWindow, spike: Spike): boolean {
  const before = window.durations.filter(([at]) => at < spike.startedAtMs)
  const now = window.durations.filter(([at]) => at >= spike.seenAtMs - RECENT_MS)
  return before.length > 0 && mean(now) > mean(before) * LONGER
}

/**
 * What makes a function dear: it calls itself (a circle of calls, or Lambda stopped one), anybody may call it and many do,
 * or something else. undefined: it is not dear; 'unknown': nothing is known to compare with.
 */
export function knownSpike(window: FunctionCostWindow): KnownSpike | 'unknown' | undefined {
  if (window.polledUntilMs === null) return undefined
  const spike = findSpike({ ...window, untilMs: window.polledUntilMs })
  if (!spike || spike === 'unknown') return spike
  const timesCalls = timesCalled(window, spike)
  const isMany = timesCalls === null || timesCalls >= TIMES_CALLS
  const isStopped = window.recursionsDropped.some(([at, value]) => at >= spike.startedAtMs && value > 0)
  if (isStopped || (window.isCircle && isMany)) return { ...spike, kind: 'recursion', timesCalls }
  if (window.isPublic === true && isMany && !isSlower(window, spike))
    return { ...spike, kind: 'wallet', timesCalls }
  return { ...spike, kind: 'plain', timesCalls }
}
