import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'
import { LAMBDA, lambda } from './lambda-source.ts'

const UUID = '14e0db71-xmpl-4eb5-b481-8945cf9d10c2'

export const eventSourceMappingRedirected = defineDetection({
  kind: 'single',
  group: 'functions',
  id: 'event-source-mapping-redirected',
  title: 'Event source mapping pointed at another function',
  severity: 'medium',
  severityNote: 'Info where a pipeline or infrastructure as code did it.',
  why: 'What arrives in the stream or queue goes to another function now, and the one that was meant gets nothing. Both the data and the control flow are in the hands of whoever owns that function.',
  sources: LAMBDA,
  names: ['UpdateEventSourceMapping'],
  techniques: ['T1546', 'T1565'],
  falsePositives: 'Moves from one version or alias to another by hand.',
  response: [
    ASK_ACTOR,
    FOLLOW_SESSION,
    step(
      'To point it back, name the function that was meant.',
      "aws lambda update-event-source-mapping --uuid '<uuid>' --function-name <name>",
    ),
  ],
  references: ['https://docs.aws.amazon.com/lambda/latest/api/API_UpdateEventSourceMapping.html'],
  needs: ['trail-events'],
  elsewhere: ['TrailDiscover Lambda/UpdateEventSourceMapping20150331'],
  risks: ['execution-flow-manipulation', 'out-of-band-deployment'],
  examples: {
    fires: [
      example(
        'a person names another function',
        lambda('UpdateEventSourceMapping20150331', { uUID: UUID, functionName: 'collector' }),
      ),
    ],
    quiet: [
      example(
        'the batch gets bigger',
        lambda('UpdateEventSourceMapping20150331', { uUID: UUID, batchSize: 100 }),
      ),
      example(
        'it is denied',
        lambda(
          'UpdateEventSourceMapping20150331',
          { uUID: UUID, functionName: 'collector' },
          { error: 'AccessDenied' },
        ),
      ),
    ],
  },
  evaluate: (record) => {
    const { functionName } = record
    if (!happened(record) || functionName === null || !textOf(record, 'functionName')) return undefined
    const uuid = textOf(record, 'uUID') ?? 'not recorded'
    return actMatch(record, {
      of: `${functionName} ${uuid}`,
      title: `Event source mapping pointed at ${functionName} by ${whoIn(record)}`,
      summary: `${ranIn(record)}: what arrives by the mapping ${uuid} goes to ${functionName}.`,
      evidence: [{ label: 'Mapping', value: uuid }],
      ...loweredForAutomation(record, 'info'),
    })
  },
})
