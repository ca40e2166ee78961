import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, brief, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'
import { LAMBDA, lambda } from './lambda-source.ts'

const NEW = {
  functionName: 'orders-api',
  eventSourceArn: 'arn:aws:sqs:eu-west-1:111122223333:orders',
}

export const eventSourceMappingCreated = defineDetection({
  kind: 'single',
  group: 'functions',
  id: 'event-source-mapping-created',
  title: 'Event source mapping created',
  severity: 'low',
  severityNote: 'Info where a pipeline or infrastructure as code did it.',
  why: 'From now on the function gets every record of the stream or queue. An intruder reads data that way, or has code run whenever something arrives.',
  sources: LAMBDA,
  names: ['CreateEventSourceMapping'],
  techniques: ['T1546', 'T1648'],
  falsePositives: 'New triggers that are set up by hand.',
  response: [
    ASK_ACTOR,
    step(
      'See what the function is fed with.',
      'aws lambda list-event-source-mappings --function-name <name>',
    ),
    step(
      'To stop it, switch the mapping off.',
      "aws lambda update-event-source-mapping --uuid '<uuid>' --no-enabled",
    ),
  ],
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html'],
  needs: ['trail-events'],
  elsewhere: [
    'Elastic persistence_lambda_event_source_mapping_created',
    'TrailDiscover Lambda/CreateEventSourceMapping20150331',
  ],
  risks: ['execution-flow-manipulation', 'out-of-band-deployment'],
  examples: {
    fires: [
      example('a person feeds a function from a queue', lambda('CreateEventSourceMapping20150331', NEW)),
    ],
    quiet: [
      example('it is denied', lambda('CreateEventSourceMapping20150331', NEW, { error: 'AccessDenied' })),
      example(
        'mappings are listed',
        lambda('ListEventSourceMappings20150331', { functionName: 'orders-api' }),
      ),
    ],
  },
  evaluate: (record) => {
    const { functionName } = record
    if (!happened(record) || functionName === null) return undefined
    const source = brief(textOf(record, 'eventSourceArn') ?? 'a self-managed source', 200)
    return actMatch(record, {
      of: `${functionName} ${source}`,
      title: `${functionName} fed from a new source by ${whoIn(record)}`,
      summary: `${ranIn(record)}: ${functionName} is invoked with what arrives in ${source}.`,
      resources: [source],
      ...loweredForAutomation(record, 'info'),
    })
  },
})
