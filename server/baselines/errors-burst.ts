import type { FunctionWindow, Points } from '#server/domain/metrics/metric-window.ts'
import { HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import {
  defineBaseline,
  isStale,
  mostByChance,
  percent,
  quiet,
  recent,
  runStart,
  stale,
  total,
} from './define-baseline.ts'

const SPAN_MS = 15 * MINUTE_MS
const MIN_ERRORS = 10
const MIN_SHARE = 0.05
const TIMES_USUAL = 4
const MIN_HISTORY_MS = 3 * HOUR_MS
const DIP_MS = 30 * MINUTE_MS

/** Errors without those that fit a timeout, which have a rule of their own. */
function otherErrors(window: FunctionWindow): Points {
  const timedOut = new Map(window.timeouts)
  return window.errors.map(([at, value]) => [at, Math.max(0, value - (timedOut.get(at) ?? 0))] as const)
}

/**
 * Start of the run of periods that fail at least half as often as now, reaching back over dips of half an hour. What is
 * usual is told from before it, so that a burst that goes on does not become its own measure.
 */
function burstStart(errors: Points, invocations: Points, untilMs: number, share: number): number {
  const failed = new Map(errors)
  let start = untilMs - SPAN_MS
  for (const [at, calls] of invocations.toReversed()) {
    if (start - at > DIP_MS) break
    if (calls > 0 && (failed.get(at) ?? 0) / calls >= share / 2) start = Math.min(start, at)
  }
  return start
}

/** "31 out of memory and 2 timeouts of 40 failures"; a sample, as the log is read up to a limit. */
function shownByLog(window: FunctionWindow, untilMs: number): string {
  const count = (points: Points) => total(recent(points, untilMs, SPAN_MS))
  const read = count(window.failuresRead)
  if (read === 0) return 'not read, or nothing'
  const kinds: [number, string][] = [
    [count(window.outOfMemory), 'out of memory'],
    [count(window.initFailures), 'init failures'],
    [count(window.confirmedTimeouts), 'timeouts'],
  ]
  const told = kinds.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`)
  return `${told.length > 0 ? told.join(', ') : 'none of memory, initialisation or timeouts'} of ${read} failures`
}

export const errorsBurst = defineBaseline<FunctionWindow>({
  id: 'errors-burst',
  title: 'Burst of errors',
  scope: 'function',
  severity: 'high',
  why: 'Many more invocations fail than is usual for this function. After a deployment it is a bug; without one, a dependency or somebody who probes it.',
  clearAfterMs: 20 * MINUTE_MS,
  needs: ['lambda-metrics'],
  elsewhere: [],
  risks: ['improper-exception-handling', 'event-data-injection'],
  response: [
    {
      text: 'Read the errors.',
      command: 'aws logs filter-log-events --log-group-name /aws/lambda/<name> --filter-pattern ERROR',
    },
    { text: 'See what changed just before; point the alias back if it was a deployment.', command: null },
  ],
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html'],
  evaluate(window) {
    if (isStale(window)) return stale
    const untilMs = window.polledUntilMs ?? window.nowMs
    const errors = otherErrors(window)
    const failed = total(recent(errors, untilMs, SPAN_MS))
    const invocations = total(recent(window.invocations, untilMs, SPAN_MS))
    const share = Math.min(1, failed / Math.max(1, invocations))
    if (failed < MIN_ERRORS || share < MIN_SHARE) return quiet
    const oldestMs = window.invocations[0]?.[0] ?? untilMs
    if (untilMs - SPAN_MS - oldestMs < MIN_HISTORY_MS) {
      return { state: 'unknown', reason: 'Less than three hours of history to compare with.' }
    }
    const startMs = burstStart(errors, window.invocations, untilMs, share)
    const endMs = startMs - oldestMs < MIN_HISTORY_MS ? untilMs - SPAN_MS : startMs
    const isBefore = ([at]: readonly [number, number]) => at < endMs
    const usual = total(errors.filter(isBefore)) / Math.max(1, total(window.invocations.filter(isBefore)))
    if (share < usual * TIMES_USUAL || failed < mostByChance(usual * invocations)) return quiet
    const startedAtMs = runStart(
      errors.filter(([at]) => at >= startMs),
      untilMs,
      SPAN_MS,
      DIP_MS,
    )
    const compared = usual === 0 ? 'none is usual' : `${percent(usual)} is usual`
    return {
      state: 'breach',
      breach: {
        severity: share >= 0.5 ? 'critical' : 'high',
        title: `Errors on ${window.functionName}`,
        summary: `${failed.toLocaleString('en')} invocations (${percent(share)}) failed in the last 15 minutes; ${compared}.`,
        startedAtMs,
        seenAtMs: recent(errors, untilMs, SPAN_MS).findLast(([, value]) => value > 0)?.[0] ?? untilMs,
        evidence: [
          { label: 'Errors, 15 min', value: `${failed}` },
          { label: 'Share of invocations', value: percent(share) },
          { label: 'Usual share', value: percent(usual) },
          { label: 'Shown by the log, 15 min', value: shownByLog(window, untilMs) },
        ],
        metric: {
          title: `Errors of ${window.functionName}`,
          unit: 'invocations',
          series: [
            { namespace: 'AWS/Lambda', metric: 'Errors', stat: 'Sum', dimension: window.functionName },
          ],
          threshold: null,
        },
      },
    }
  },
})
