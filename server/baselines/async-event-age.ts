import type { FunctionWindow } from '#server/domain/metrics/metric-window.ts'
import { MINUTE_MS } from '#server/domain/time.ts'
import { defineBaseline, percent, quiet } from './define-baseline.ts'
import { ageing, FLOW_REFERENCE, flowUntil, span } from './event-flow.ts'

const SPAN_MS = 30 * MINUTE_MS
const MIN_AGE_MS = 10 * MINUTE_MS
const OLD = 0.5
const VERY_OLD = 0.8

/**
 * Retries alone make an event a few minutes old, so a short maximum is reached without anything being behind: below ten
 * minutes nothing is said. Source: Lambda developer guide, asynchronous invocation (6 hours, retries after 1 and 2 minutes).
 */
export const asyncEventAge = defineBaseline<FunctionWindow>({
  id: 'async-event-age',
  title: 'Asynchronous events near their maximum age',
  scope: 'function',
  severity: 'medium',
  why: 'Events wait because the function is throttled or fails. Once they reach the maximum age they are given up unprocessed.',
  clearAfterMs: 45 * MINUTE_MS,
  needs: ['lambda-metrics', 'functions'],
  elsewhere: [],
  risks: ['denial-of-service'],
  response: [
    { text: 'See whether it is throttled, and by what: the function’s page says it.', command: null },
    {
      text: 'Give events more time while the cause is mended.',
      command:
        'aws lambda put-function-event-invoke-config --function-name <name> --maximum-event-age-in-seconds 21600',
    },
  ],
  references: [
    FLOW_REFERENCE,
    'https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html',
  ],
  evaluate(window) {
    const until = flowUntil(window)
    if (typeof until !== 'number') return until
    const { asyncAge, maxEventAgeMs } = window.flow
    if (maxEventAgeMs === null)
      return { state: 'unknown', reason: 'The maximum age of its events could not be read.' }
    const age = ageing(asyncAge, until, SPAN_MS, maxEventAgeMs)
    if (!age || age.ageMs < MIN_AGE_MS) return quiet
    const share = age.ageMs / maxEventAgeMs
    if (share < OLD || (share < VERY_OLD && age.perHourMs === 0)) return quiet
    const soon =
      age.lossInMs === null
        ? 'It does not grow'
        : `At this pace the first are given up in ${span(age.lossInMs)}`
    return {
      state: 'breach',
      breach: {
        severity: share >= VERY_OLD ? 'high' : 'medium',
        title: `Events wait for ${window.functionName}`,
        summary: `The oldest asynchronous event is ${span(age.ageMs)} old, ${percent(share)} of the ${span(maxEventAgeMs)} that it may get. ${soon}.`,
        startedAtMs: age.startedAtMs,
        seenAtMs: age.seenAtMs,
        evidence: [
          { label: 'Oldest event', value: span(age.ageMs) },
          { label: 'Maximum age', value: span(maxEventAgeMs) },
          { label: 'Growth', value: age.perHourMs === 0 ? 'none' : `${span(age.perHourMs)} an hour` },
        ],
        metric: {
          title: `Age of the oldest asynchronous event of ${window.functionName}`,
          unit: 'ms',
          series: [
            {
              namespace: 'AWS/Lambda',
              metric: 'AsyncEventAge',
              stat: 'Maximum',
              dimension: window.functionName,
            },
          ],
          threshold: { label: 'maximum age', value: maxEventAgeMs },
        },
      },
    }
  },
})
