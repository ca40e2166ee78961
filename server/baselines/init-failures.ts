import type { FunctionWindow } from '#server/domain/metrics/metric-window.ts'
import { MINUTE_MS } from '#server/domain/time.ts'
import { defineBaseline, isStale, quiet, recent, runStart, stale, total } from './define-baseline.ts'

const SPAN_MS = 30 * MINUTE_MS
const MIN_FAILURES = 3
const MIN_SHARE = 0.02

export const initFailures = defineBaseline<FunctionWindow>({
  id: 'init-failures',
  title: 'Function does not start',
  scope: 'function',
  severity: 'high',
  why: 'Its code fails before the handler is reached: a missing module, a handler that is not there, or an initialisation of more than ten seconds. Counted from the log’s report lines, where reading them is allowed.',
  clearAfterMs: 60 * MINUTE_MS,
  needs: ['lambda-metrics', 'log-samples'],
  elsewhere: [],
  risks: ['insecure-deployment-configuration', 'improper-exception-handling'],
  response: [
    { text: 'Read what is missing: samples of the log are on the function’s page.', command: null },
    { text: 'See what changed just before; point the alias back if it was a deployment.', command: null },
  ],
  references: [
    'https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-deployment.html',
  ],
  evaluate(window) {
    if (isStale(window)) return stale
    const untilMs = window.polledUntilMs ?? window.nowMs
    const points = recent(window.initFailures, untilMs, SPAN_MS)
    const failed = total(points)
    const invocations = total(recent(window.invocations, untilMs, SPAN_MS))
    if (failed < MIN_FAILURES || failed < invocations * MIN_SHARE) return quiet
    const errors = total(recent(window.errors, untilMs, SPAN_MS))
    const isDown = errors >= invocations * 0.5
    return {
      state: 'breach',
      breach: {
        severity: isDown ? 'critical' : 'high',
        title: `${window.functionName} does not start`,
        summary: `Its initialisation failed at least ${failed.toLocaleString('en')} times in the last 30 minutes${isDown ? ', and most of its invocations fail' : ''}.`,
        startedAtMs: runStart(window.initFailures, untilMs, SPAN_MS, 15 * MINUTE_MS),
        seenAtMs: points.findLast(([, value]) => value > 0)?.[0] ?? untilMs,
        evidence: [
          { label: 'Failed initialisations in the log, 30 min', value: `${failed} at least` },
          { label: 'Errors, 30 min', value: `${errors} of ${invocations} invocations` },
        ],
        metric: {
          title: `Failed initialisations of ${window.functionName}`,
          unit: 'initialisations',
          series: [
            { namespace: 'Sightline', metric: 'InitFailures', stat: 'Sum', dimension: window.functionName },
          ],
          threshold: null,
        },
      },
    }
  },
})
