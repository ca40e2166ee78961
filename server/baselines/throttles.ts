import type { FunctionWindow } from '#server/domain/metrics/metric-window.ts'
import { throttleReason } from '#server/domain/metrics/throttle-reason.ts'
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
const MIN_THROTTLES = 10
const MIN_SHARE = 0.01
/** A share below this may be what a tight limit does every day: then it has to be thrice as much as on the day before. */
const LOUD_SHARE = 0.05
const TIMES_USUAL = 3
const LATELY_MS = HOUR_MS

/** Whether so many of these requests are what was throttled before a moment too, as far back as the window goes. */
function isUsual(window: FunctionWindow, beforeMs: number, throttled: number, requests: number): boolean {
  const until = ([at]: readonly [number, number]) => at < beforeMs
  const before = total(window.throttles.filter(until))
  const usual = (before / Math.max(1, before + total(window.invocations.filter(until)))) * requests
  return throttled < TIMES_USUAL * usual || (usual >= 1 && throttled < mostByChance(usual))
}

/**
 * A reserved concurrency of 0 is how a function is stopped on purpose, so that is told in a low voice. Invocations do not count throttled requests, so the share is of both. Source: Lambda Developer Guide, metrics.
 */
export const throttles = defineBaseline<FunctionWindow>({
  id: 'throttles',
  title: 'Function throttled',
  scope: 'function',
  severity: 'medium',
  why: 'Throttled requests did not run. A synchronous caller gets an error at once; events wait, and are lost when their retention ends.',
  clearAfterMs: 20 * MINUTE_MS,
  needs: ['lambda-metrics'],
  elsewhere: [],
  risks: ['denial-of-service'],
  response: [
    {
      text: 'See whether a reserved limit holds it back.',
      command: 'aws lambda get-function-concurrency --function-name <name>',
    },
    {
      text: 'Raise or remove the reserved limit.',
      command:
        'aws lambda put-function-concurrency --function-name <name> --reserved-concurrent-executions <n>',
    },
    { text: 'If the account is at its limit, Concurrency shows who uses it up.', command: null },
  ],
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html'],
  evaluate(window) {
    if (isStale(window)) return stale
    const untilMs = window.polledUntilMs ?? window.nowMs
    const points = recent(window.throttles, untilMs, SPAN_MS)
    const throttled = total(points)
    const invocations = total(recent(window.invocations, untilMs, SPAN_MS))
    const share = throttled / Math.max(1, throttled + invocations)
    if (throttled < MIN_THROTTLES || share < MIN_SHARE) return quiet
    if (share < LOUD_SHARE && isUsual(window, untilMs - LATELY_MS, throttled, throttled + invocations))
      return quiet
    const reserved = window.reservedConcurrency
    const isStopped = reserved === 0
    const told = throttleReason(points, window.periodMs, window.throttling)
    const why = told && told.reason !== 'not told' ? told : null
    return {
      state: 'breach',
      breach: {
        severity: isStopped ? 'low' : share >= 0.1 ? 'high' : 'medium',
        title: isStopped
          ? `${window.functionName} is stopped and still called`
          : `${window.functionName} is throttled`,
        summary: `${throttled.toLocaleString('en')} requests (${percent(share)}) were throttled in the last 15 minutes${
          why ? `: ${why.certainty === 'likely' ? 'probably because ' : ''}${why.text}` : ''
        }.`,
        startedAtMs: runStart(window.throttles, untilMs, SPAN_MS, 10 * MINUTE_MS),
        seenAtMs: points.findLast(([, value]) => value > 0)?.[0] ?? untilMs,
        evidence: [
          { label: 'Throttled requests, 15 min', value: `${throttled}` },
          { label: 'Share of requests', value: percent(share) },
          { label: 'Why', value: told ? `${told.reason} (${told.certainty})` : 'not told' },
          ...(told?.evidence ?? []),
        ],
        metric: {
          title: `Throttles of ${window.functionName}`,
          unit: 'requests',
          series: [
            { namespace: 'AWS/Lambda', metric: 'Throttles', stat: 'Sum', dimension: window.functionName },
          ],
          threshold: null,
        },
      },
    }
  },
})
