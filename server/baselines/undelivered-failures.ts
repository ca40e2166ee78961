import type { FunctionWindow } from '#server/domain/metrics/metric-window.ts'
import { MINUTE_MS } from '#server/domain/time.ts'
import { defineBaseline, quiet, recent, runStart, total } from './define-baseline.ts'
import { FLOW_REFERENCE, flowUntil } from './event-flow.ts'

const SPAN_MS = 30 * MINUTE_MS
const MIN_FAILURES = 3

export const undeliveredFailures = defineBaseline<FunctionWindow>({
  id: 'undelivered-failures',
  title: 'Failed events cannot be put aside',
  scope: 'function',
  severity: 'high',
  why: 'Lambda could not send failed events to the dead-letter queue or destination that is set: they are lost although somebody meant to keep them. Mostly the role may not send, or the queue is gone.',
  clearAfterMs: 45 * MINUTE_MS,
  needs: ['lambda-metrics'],
  elsewhere: [],
  risks: ['improper-exception-handling', 'inadequate-monitoring'],
  response: [
    {
      text: 'See where failed events should go, and whether that still exists.',
      command: 'aws lambda get-function-event-invoke-config --function-name <name>',
    },
    {
      text: 'Let the function’s role send there (sqs:SendMessage, sns:Publish, events:PutEvents).',
      command: null,
    },
  ],
  references: [
    FLOW_REFERENCE,
    'https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html',
  ],
  evaluate(window) {
    const until = flowUntil(window)
    if (typeof until !== 'number') return until
    const { deadLetterErrors, destinationFailures } = window.flow
    const queue = total(recent(deadLetterErrors, until, SPAN_MS))
    const destination = total(recent(destinationFailures, until, SPAN_MS))
    const failures = queue + destination
    if (failures < MIN_FAILURES) return quiet
    const all = [...deadLetterErrors, ...destinationFailures].sort(([a], [b]) => a - b)
    const series = (metric: string) =>
      ({ namespace: 'AWS/Lambda', metric, stat: 'Sum', dimension: window.functionName }) as const
    return {
      state: 'breach',
      breach: {
        severity: 'high',
        title: `Failed events of ${window.functionName} are not kept`,
        summary: `${failures.toLocaleString('en')} failed events could not be sent to ${queue >= destination ? 'the dead-letter queue' : 'the destination'} in the last 30 minutes: they are lost.`,
        startedAtMs: runStart(all, until, SPAN_MS, 15 * MINUTE_MS),
        seenAtMs: recent(all, until, SPAN_MS).findLast(([, value]) => value > 0)?.[0] ?? until,
        evidence: [
          { label: 'Dead-letter errors, 30 min', value: `${queue}` },
          { label: 'Failed deliveries to destinations, 30 min', value: `${destination}` },
        ],
        metric: {
          title: `Failed events of ${window.functionName} that could not be sent on`,
          unit: 'events',
          series: [series('DeadLetterErrors'), series('DestinationDeliveryFailures')],
          threshold: null,
        },
      },
    }
  },
})
