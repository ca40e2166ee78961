import type { FunctionWindow } from '#server/domain/metrics/metric-window.ts'
import { MINUTE_MS } from '#server/domain/time.ts'
import { defineBaseline, percent, quiet, recent, runStart, total } from './define-baseline.ts'
import { FLOW_REFERENCE, flowUntil, usualShare } from './event-flow.ts'

const SPAN_MS = 30 * MINUTE_MS
const MIN_DROPPED = 5
const MIN_SHARE = 0.01
const TIMES_USUAL = 3

/** With a destination or a dead-letter queue Lambda counts an event as dropped as well, once it was sent there. */
export const asyncEventsDropped = defineBaseline<FunctionWindow>({
  id: 'async-events-dropped',
  title: 'Asynchronous events given up',
  scope: 'function',
  severity: 'high',
  why: 'Lambda gives an asynchronous event up when its retries are used up or it is too old. Without a failure destination or a dead-letter queue the event is gone.',
  clearAfterMs: 45 * MINUTE_MS,
  needs: ['lambda-metrics', 'functions'],
  elsewhere: [],
  risks: ['denial-of-service', 'improper-exception-handling'],
  response: [
    { text: 'Read why its invocations fail: samples of the log are on the function’s page.', command: null },
    {
      text: 'Keep what fails: name a queue or topic for it.',
      command:
        'aws lambda put-function-event-invoke-config --function-name <name> --destination-config \'{"OnFailure":{"Destination":"<arn>"}}\'',
    },
  ],
  references: [
    FLOW_REFERENCE,
    'https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html',
  ],
  evaluate(window) {
    const until = flowUntil(window)
    if (typeof until !== 'number') return until
    const { asyncDropped, asyncReceived, keepsFailures } = window.flow
    const points = recent(asyncDropped, until, SPAN_MS)
    const dropped = total(points)
    const received = total(recent(asyncReceived, until, SPAN_MS))
    const share = Math.min(1, dropped / Math.max(1, received))
    if (dropped < MIN_DROPPED || share < MIN_SHARE) return quiet
    const usual = usualShare(asyncDropped, asyncReceived, until - SPAN_MS)
    if (usual !== null && share < usual * TIMES_USUAL) return quiet
    const where =
      keepsFailures === null
        ? 'Whether they are kept anywhere could not be read'
        : keepsFailures
          ? 'They went to its failure destination or dead-letter queue'
          : 'They are gone: it has no failure destination and no dead-letter queue'
    return {
      state: 'breach',
      breach: {
        severity: keepsFailures ? 'medium' : share >= 0.5 ? 'critical' : 'high',
        title: keepsFailures
          ? `${window.functionName} gives events up`
          : `${window.functionName} loses asynchronous events`,
        summary: `${dropped.toLocaleString('en')} asynchronous events (${percent(share)}) were given up in the last 30 minutes. ${where}.`,
        startedAtMs: runStart(asyncDropped, until, SPAN_MS, 15 * MINUTE_MS),
        seenAtMs: points.findLast(([, value]) => value > 0)?.[0] ?? until,
        evidence: [
          { label: 'Events given up, 30 min', value: `${dropped}` },
          { label: 'Share of events received', value: percent(share) },
          { label: 'Usual share', value: usual === null ? 'not known yet' : percent(usual) },
          {
            label: 'Kept elsewhere',
            value: keepsFailures === null ? 'not known' : keepsFailures ? 'yes' : 'no',
          },
        ],
        metric: {
          title: `Asynchronous events of ${window.functionName} given up`,
          unit: 'events',
          series: [
            {
              namespace: 'AWS/Lambda',
              metric: 'AsyncEventsDropped',
              stat: 'Sum',
              dimension: window.functionName,
            },
          ],
          threshold: null,
        },
      },
    }
  },
})
