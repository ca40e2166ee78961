import type { FunctionWindow } from '#server/domain/metrics/metric-window.ts'
import { MINUTE_MS } from '#server/domain/time.ts'
import { defineBaseline, isStale, percent, quiet, recent, runStart, stale, total } from './define-baseline.ts'

const SPAN_MS = 15 * MINUTE_MS
const MIN_TIMEOUTS = 3
const MIN_SHARE = 0.02

export const timeouts = defineBaseline<FunctionWindow>({
  id: 'timeouts',
  title: 'Function runs into its timeout',
  scope: 'function',
  severity: 'high',
  why: 'An invocation that reaches its timeout is cut off: its work is half done and its time is paid for in full. Lambda counts it among the errors, so it is told apart here.',
  clearAfterMs: 20 * MINUTE_MS,
  needs: ['lambda-metrics', 'functions'],
  elsewhere: [],
  risks: ['denial-of-service'],
  response: [
    {
      text: 'Read the last reports of invocations that were cut off.',
      command:
        'aws logs filter-log-events --log-group-name /aws/lambda/<name> --filter-pattern \'?"Task timed out" ?"Status: timeout"\'',
    },
    { text: 'See what changed just before; point the alias back if it was a deployment.', command: null },
    {
      text: 'Give it more time while the cause is looked for.',
      command: 'aws lambda update-function-configuration --function-name <name> --timeout <seconds>',
    },
  ],
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-invocation.html'],
  evaluate(window) {
    if (isStale(window)) return stale
    if (window.timeoutMs === null)
      return { state: 'unknown', reason: 'The function’s timeout could not be read.' }
    const untilMs = window.polledUntilMs ?? window.nowMs
    const points = recent(window.timeouts, untilMs, SPAN_MS)
    const timedOut = total(points)
    const invocations = total(recent(window.invocations, untilMs, SPAN_MS))
    const share = Math.min(1, timedOut / Math.max(1, invocations))
    if (timedOut < MIN_TIMEOUTS || share < MIN_SHARE) return quiet
    const seconds = window.timeoutMs / 1000
    const confirmed = total(recent(window.confirmedTimeouts, untilMs, SPAN_MS))
    const read = total(recent(window.failuresRead, untilMs, SPAN_MS))
    return {
      state: 'breach',
      breach: {
        severity: share >= 0.5 ? 'critical' : share >= 0.05 ? 'high' : 'medium',
        title: `Timeouts on ${window.functionName}`,
        summary: `Up to ${timedOut.toLocaleString('en')} invocations (${percent(share)}) ran into the timeout of ${seconds} s in the last 15 minutes.`,
        startedAtMs: runStart(window.timeouts, untilMs, SPAN_MS, 10 * MINUTE_MS),
        seenAtMs: points.findLast(([, value]) => value > 0)?.[0] ?? untilMs,
        evidence: [
          { label: 'Errors that fit a timeout, 15 min', value: `${timedOut}` },
          { label: 'Share of invocations', value: percent(share) },
          { label: 'Timeout', value: `${seconds} s` },
          {
            label: 'Confirmed by the log, 15 min',
            value: read === 0 ? 'not read' : `${confirmed} of ${read} failures that it showed`,
          },
        ],
        metric: {
          title: `Timeouts of ${window.functionName}`,
          unit: 'invocations',
          series: [
            { namespace: 'Sightline', metric: 'Timeouts', stat: 'Sum', dimension: window.functionName },
          ],
          threshold: null,
        },
      },
    }
  },
})
