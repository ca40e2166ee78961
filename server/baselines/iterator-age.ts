import type { FunctionWindow } from '#server/domain/metrics/metric-window.ts'
import { HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { defineBaseline, percent, quiet } from './define-baseline.ts'
import { ageing, FLOW_REFERENCE, flowUntil, span } from './event-flow.ts'

const SPAN_MS = 45 * MINUTE_MS
const MIN_AGE_MS = 10 * MINUTE_MS
/** The shortest that a stream keeps records, where its own time could not be read. Source: Kinesis and DynamoDB Streams. */
const SHORTEST_MS = 24 * HOUR_MS
const BEHIND = 0.25
const FAR_BEHIND = 0.5
const SOON_MS = 6 * HOUR_MS

export const iteratorAge = defineBaseline<FunctionWindow>({
  id: 'iterator-age',
  title: 'Function falls behind its stream',
  scope: 'function',
  severity: 'medium',
  why: 'Records are read later and later after they were written. Those that reach the stream’s retention, or the mapping’s maximum age, are gone unread.',
  clearAfterMs: 45 * MINUTE_MS,
  needs: ['lambda-metrics', 'event-source-mappings', 'event-sources'],
  elsewhere: [],
  risks: ['denial-of-service'],
  response: [
    { text: 'See whether a record fails again and again: samples of the log name it.', command: null },
    {
      text: 'Split failing batches, and stop after some retries.',
      command:
        'aws lambda update-event-source-mapping --uuid <uuid> --bisect-batch-on-function-error --maximum-retry-attempts 3',
    },
    {
      text: 'Let it read a shard with more invocations at once.',
      command: 'aws lambda update-event-source-mapping --uuid <uuid> --parallelization-factor 4',
    },
  ],
  references: [FLOW_REFERENCE, 'https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-errors.html'],
  evaluate(window) {
    const until = flowUntil(window)
    if (typeof until !== 'number') return until
    const lifeMs = window.flow.recordLifeMs ?? SHORTEST_MS
    const age = ageing(window.flow.iteratorAge, until, SPAN_MS, lifeMs)
    if (!age || age.ageMs < MIN_AGE_MS) return quiet
    const share = age.ageMs / lifeMs
    const isSoon = age.lossInMs !== null && age.lossInMs <= SOON_MS
    if (share < BEHIND && !isSoon) return quiet
    const soon =
      age.lossInMs === null
        ? 'It does not fall further behind'
        : `At this pace the first are lost in ${span(age.lossInMs)}`
    return {
      state: 'breach',
      breach: {
        severity: share >= FAR_BEHIND || (isSoon && share >= BEHIND) ? 'high' : 'medium',
        title: `${window.functionName} falls behind its stream`,
        summary: `The last record was ${span(age.ageMs)} old when it was read, ${percent(share)} of the ${span(lifeMs)} that records are kept. ${soon}.`,
        startedAtMs: age.startedAtMs,
        seenAtMs: age.seenAtMs,
        evidence: [
          { label: 'Age of the last record', value: span(age.ageMs) },
          {
            label: 'Records are kept',
            value:
              window.flow.recordLifeMs === null ? `not read; ${span(SHORTEST_MS)} at least` : span(lifeMs),
          },
          { label: 'Growth', value: age.perHourMs === 0 ? 'none' : `${span(age.perHourMs)} an hour` },
        ],
        metric: {
          title: `Age of the records that ${window.functionName} reads`,
          unit: 'ms',
          series: [
            {
              namespace: 'AWS/Lambda',
              metric: 'IteratorAge',
              stat: 'Maximum',
              dimension: window.functionName,
            },
          ],
          threshold: { label: 'records are gone', value: lifeMs },
        },
      },
    }
  },
})
