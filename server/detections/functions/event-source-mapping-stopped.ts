import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByPerson } from '#server/detections/facts/by-person.ts'
import { functionMatters } from '#server/detections/facts/function-matters.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { field, isFalse, requestOf, textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'
import { LAMBDA, lambda } from './lambda-source.ts'

const UUID = { uUID: '14e0db71-xmpl-4eb5-b481-8945cf9d10c2' }
const ANSWER = { response: { functionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:orders-api' } }

export const eventSourceMappingStopped = defineDetection({
  kind: 'single',
  group: 'functions',
  id: 'event-source-mapping-stopped',
  title: 'Event source mapping switched off or deleted',
  severity: 'low',
  severityNote: 'Medium where a person did it to a function of production; info where a pipeline did it.',
  why: 'The function gets nothing of the stream or queue any more, and nothing fails loudly. What arrives piles up until it expires.',
  sources: LAMBDA,
  names: ['DeleteEventSourceMapping', 'UpdateEventSourceMapping'],
  techniques: ['T1489'],
  falsePositives: 'Maintenance, and triggers that are no longer needed.',
  response: [
    ASK_ACTOR,
    step(
      'To feed it again, switch the mapping on.',
      "aws lambda update-event-source-mapping --uuid '<uuid>' --enabled",
    ),
  ],
  references: ['https://docs.aws.amazon.com/lambda/latest/api/API_UpdateEventSourceMapping.html'],
  needs: ['trail-events'],
  elsewhere: ['TrailDiscover Lambda/UpdateEventSourceMapping20150331'],
  risks: ['denial-of-service'],
  examples: {
    fires: [
      example(
        'a person switches it off',
        lambda('UpdateEventSourceMapping20150331', { ...UUID, enabled: false }, ANSWER),
      ),
      example('a person deletes it', lambda('DeleteEventSourceMapping20150331', UUID, ANSWER)),
    ],
    quiet: [
      example(
        'it is switched on',
        lambda('UpdateEventSourceMapping20150331', { ...UUID, enabled: true }, ANSWER),
      ),
      example(
        'it cannot be deleted now',
        lambda('DeleteEventSourceMapping20150331', UUID, { error: 'ResourceInUseException' }),
      ),
    ],
  },
  evaluate: (record, context) => {
    if (!happened(record)) return undefined
    const isDeleted = record.eventName === 'DeleteEventSourceMapping'
    if (!isDeleted && !isFalse(field(requestOf(record), 'enabled'))) return undefined
    const name = record.functionName ?? 'A function'
    const uuid = textOf(record, 'uUID') ?? 'not recorded'
    return actMatch(record, {
      of: `${name} ${uuid}`,
      title: `Trigger of ${name} ${isDeleted ? 'deleted' : 'switched off'} by ${whoIn(record)}`,
      summary: `${ranIn(record)}: ${name} gets nothing by the mapping ${uuid} any more.`,
      evidence: [{ label: 'Mapping', value: uuid }],
      ...(isByPerson(record) && functionMatters(record, context)
        ? { severity: 'medium', severityNote: 'A person stopped a function that matters.' }
        : loweredForAutomation(record, 'info')),
    })
  },
})
