import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, brief, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { field, requestOf, textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

const QUEUE = 'https://sqs.eu-west-1.amazonaws.com/111122223333/orders'
const set = (attributes: object, more = {}) =>
  callTo('sqs')('SetQueueAttributes', { queueUrl: QUEUE, attributes }, more)
const configure = (deadLetterConfig: object, more = {}) =>
  callTo('lambda')(
    'UpdateFunctionConfiguration20150331v2',
    { functionName: 'orders-api', deadLetterConfig },
    more,
  )

/** An empty value takes the setting away, for queues and for functions. */
function isTakenAway(record: TrailRecord): boolean {
  const request = requestOf(record)
  const redrive = field(field(request, 'attributes'), 'redrivePolicy')
  const target = field(field(request, 'deadLetterConfig'), 'targetArn')
  return redrive === '' || target === ''
}

export const deadLetterQueueRemoved = defineDetection({
  kind: 'single',
  group: 'front-doors',
  id: 'dead-letter-queue-removed',
  title: 'Dead-letter queue taken away',
  severity: 'medium',
  severityNote: 'Low where a pipeline or infrastructure as code did it.',
  why: 'What cannot be processed disappears from now on instead of being kept. Losses and attempts to break in are not noticed any more.',
  sources: ['sqs.amazonaws.com', 'lambda.amazonaws.com'],
  names: ['SetQueueAttributes', 'UpdateFunctionConfiguration'],
  techniques: ['T1562', 'T1070'],
  falsePositives: 'Functions and queues that get a destination instead.',
  response: [
    ASK_ACTOR,
    step(
      'To have one again, name it.',
      "aws lambda update-function-configuration --function-name <name> --dead-letter-config 'TargetArn=<queue-arn>'",
    ),
  ],
  references: [
    'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html',
  ],
  needs: ['trail-events'],
  elsewhere: ['Tailpipe sqs_queue_dlq_disabled'],
  risks: ['inadequate-monitoring', 'improper-exception-handling'],
  examples: {
    fires: [
      example('of a queue', set({ RedrivePolicy: '' })),
      example('of a function', configure({ targetArn: '' })),
    ],
    quiet: [
      example(
        'one is set',
        set({
          RedrivePolicy:
            '{"deadLetterTargetArn":"arn:aws:sqs:eu-west-1:111122223333:dead","maxReceiveCount":3}',
        }),
      ),
      example('another attribute', set({ VisibilityTimeout: '60' })),
      example('it is denied', configure({ targetArn: '' }, { error: 'AccessDenied' })),
    ],
  },
  evaluate: (record) => {
    if (!happened(record) || !isTakenAway(record)) return undefined
    const target = brief(record.functionName ?? textOf(record, 'queueUrl') ?? 'a queue', 300)
    return actMatch(record, {
      of: target,
      title: `Dead-letter queue of ${target.split('/').at(-1)} taken away by ${whoIn(record)}`,
      summary: `${ranIn(record)} on ${target}: what fails there is lost.`,
      resources: [target],
      ...loweredForAutomation(record, 'low'),
    })
  },
})
