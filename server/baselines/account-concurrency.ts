import type { AccountWindow } from '#server/domain/metrics/metric-window.ts'
import { MINUTE_MS } from '#server/domain/time.ts'
import { defineBaseline, isStale, percent, quiet, recent, stale } from './define-baseline.ts'

const SHARE = 0.8
const SPAN_MS = 15 * MINUTE_MS

/** Lambda throttles every function of the account and region once the limit is reached; 80 % leaves time to act. */
export const accountConcurrency = defineBaseline<AccountWindow>({
  id: 'account-concurrency',
  title: 'Account concurrency near its limit',
  scope: 'account',
  severity: 'high',
  why: 'All functions of an account and region share one limit of concurrent executions. When it is reached, every function without reserved concurrency is throttled, whichever of them used it up.',
  clearAfterMs: 15 * MINUTE_MS,
  needs: ['lambda-metrics', 'account-settings'],
  elsewhere: [],
  risks: ['denial-of-service'],
  response: [
    { text: 'Find the function that uses it up: Concurrency shows who rose.', command: null },
    {
      text: 'Hold that function back with reserved concurrency.',
      command:
        'aws lambda put-function-concurrency --function-name <name> --reserved-concurrent-executions <n>',
    },
    {
      text: 'Ask for a higher limit.',
      command:
        'aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value <n>',
    },
  ],
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html'],
  evaluate(window) {
    if (isStale(window)) return stale
    if (window.limit === null) return { state: 'unknown', reason: 'The account’s limit could not be read.' }
    const untilMs = window.polledUntilMs ?? window.nowMs
    const limit = window.limit
    const points = recent(window.concurrency, untilMs, SPAN_MS)
    const peak = Math.max(0, ...points.map(([, value]) => value))
    if (limit <= 0 || peak < limit * SHARE) return quiet
    const over = window.concurrency.filter(([, value]) => value >= limit * SHARE).map(([at]) => at)
    const seenAtMs = over.at(-1) ?? untilMs
    let startedAtMs = seenAtMs
    for (const at of over.toReversed()) if (startedAtMs - at <= SPAN_MS) startedAtMs = at
    return {
      state: 'breach',
      breach: {
        severity: peak >= limit * 0.95 ? 'critical' : 'high',
        title: `Concurrency at ${percent(peak / limit)} of the limit in ${window.region}`,
        summary: `${peak} of ${limit} concurrent executions were in use at the peak of the last 15 minutes.`,
        startedAtMs,
        seenAtMs,
        evidence: [
          { label: 'Peak', value: `${peak}` },
          { label: 'Limit', value: `${limit}` },
        ],
        metric: {
          title: 'Concurrent executions of the account',
          unit: 'executions',
          series: [
            { namespace: 'AWS/Lambda', metric: 'ConcurrentExecutions', stat: 'Maximum', dimension: '' },
          ],
          threshold: { label: '80 % of the limit', value: limit * SHARE },
        },
      },
    }
  },
})
