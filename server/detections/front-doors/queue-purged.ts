import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, brief, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'

const sqs = callTo('sqs')
const QUEUE = { queueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/orders' }

export const queuePurged = defineDetection({
  kind: 'single',
  group: 'front-doors',
  id: 'queue-purged',
  title: 'Queue emptied',
  severity: 'medium',
  severityNote: 'Low where a pipeline or infrastructure as code did it.',
  why: 'All messages of the queue are gone for good, before any function saw them. Of a dead-letter queue, the evidence of what failed is gone.',
  sources: ['sqs.amazonaws.com'],
  names: ['PurgeQueue'],
  techniques: ['T1485', 'T1070'],
  falsePositives: 'Queues of a test environment.',
  response: [
    ASK_ACTOR,
    FOLLOW_SESSION,
    step(
      'See what the queue holds now.',
      "aws sqs get-queue-attributes --queue-url '<queue-url>' --attribute-names All",
    ),
  ],
  references: ['https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_PurgeQueue.html'],
  needs: ['trail-events'],
  elsewhere: ['Elastic defense_evasion_sqs_purge_queue'],
  risks: ['denial-of-service', 'inadequate-monitoring'],
  examples: {
    fires: [example('a person empties a queue', sqs('PurgeQueue', QUEUE))],
    quiet: [
      example('it was emptied a moment ago', sqs('PurgeQueue', QUEUE, { error: 'PurgeQueueInProgress' })),
      example('one message is taken', sqs('DeleteMessage', QUEUE)),
    ],
  },
  evaluate: (record) => {
    if (!happened(record)) return undefined
    const queue = brief(textOf(record, 'queueUrl') ?? 'a queue', 300)
    return actMatch(record, {
      of: queue,
      title: `Queue ${queue.split('/').at(-1)} emptied by ${whoIn(record)}`,
      summary: `${ranIn(record)} on ${queue}: its messages are gone.`,
      resources: [queue],
      ...loweredForAutomation(record, 'low'),
    })
  },
})
