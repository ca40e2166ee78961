import type { FunctionWindow } from '#server/domain/metrics/metric-window.ts'
import { MINUTE_MS } from '#server/domain/time.ts'
import { defineBaseline, isStale, percent, quiet, recent, runStart, stale, total } from './define-baseline.ts'

const SPAN_MS = 30 * MINUTE_MS
const MIN_KILLED = 3
const MIN_SHARE = 0.02

export const outOfMemory = defineBaseline<FunctionWindow>({
  id: 'out-of-memory',
  title: 'Function runs out of memory',
  scope: 'function',
  severity: 'high',
  why: 'An invocation that needs more memory than is set is killed: its work is half done, and the environment starts anew. Counted from the log’s report lines, where reading them is allowed.',
  clearAfterMs: 60 * MINUTE_MS,
  needs: ['lambda-metrics', 'log-samples'],
  elsewhere: [],
  risks: ['denial-of-service', 'improper-exception-handling'],
  response: [
    {
      text: 'Give it more memory; it gets more CPU with it.',
      command: 'aws lambda update-function-configuration --function-name <name> --memory-size <MB>',
    },
    { text: 'See what changed just before: a larger payload, or a deployment.', command: null },
  ],
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-invocation.html'],
  evaluate(window) {
    if (isStale(window)) return stale
    const untilMs = window.polledUntilMs ?? window.nowMs
    const points = recent(window.outOfMemory, untilMs, SPAN_MS)
    const killed = total(points)
    const invocations = total(recent(window.invocations, untilMs, SPAN_MS))
    const share = Math.min(1, killed / Math.max(1, invocations))
    if (killed < MIN_KILLED || share < MIN_SHARE) return quiet
    const errors = total(recent(window.errors, untilMs, SPAN_MS))
    return {
      state: 'breach',
      breach: {
        severity: share >= 0.1 ? 'high' : 'medium',
        title: `${window.functionName} runs out of memory`,
        summary: `At least ${killed.toLocaleString('en')} invocations (${percent(share)}) of the last 30 minutes were killed because memory ran out, of ${errors.toLocaleString('en')} errors in all.`,
        startedAtMs: runStart(window.outOfMemory, untilMs, SPAN_MS, 15 * MINUTE_MS),
        seenAtMs: points.findLast(([, value]) => value > 0)?.[0] ?? untilMs,
        evidence: [
          { label: 'Out of memory in the log, 30 min', value: `${killed} at least` },
          { label: 'Errors, 30 min', value: `${errors}` },
        ],
        metric: {
          title: `Invocations of ${window.functionName} that ran out of memory`,
          unit: 'invocations',
          series: [
            { namespace: 'Sightline', metric: 'OutOfMemory', stat: 'Sum', dimension: window.functionName },
          ],
          threshold: null,
        },
      },
    }
  },
})
