import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example, within } from '#server/detections/example-call.ts'
import { actMatch, brief, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { openedBy } from '#server/detections/facts/opened-policy.ts'
import { accountEvidence } from '#server/detections/facts/outside-accounts.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'

const sqs = callTo('sqs')
const QUEUE = 'https://sqs.eu-west-1.amazonaws.com/111122223333/orders'
const policy = (Principal: unknown, Condition: object = {}) =>
  JSON.stringify({
    Statement: [{ Effect: 'Allow', Principal, Action: 'sqs:SendMessage', Resource: '*', Condition }],
  })
const set = (Policy: string, more = {}) =>
  sqs('SetQueueAttributes', { queueUrl: QUEUE, attributes: { Policy } }, more)

export const queueMadePublic = defineDetection({
  kind: 'single',
  group: 'front-doors',
  id: 'queue-made-public',
  title: 'SQS queue opened to the outside',
  severity: 'high',
  severityNote: 'Medium where it is one account, and not everybody.',
  why: 'Strangers can send messages to the functions behind the queue, with data of their choice, or take messages away before a function gets them.',
  sources: ['sqs.amazonaws.com'],
  names: ['AddPermission', 'CreateQueue', 'SetQueueAttributes'],
  techniques: ['T1190', 'T1537'],
  falsePositives: 'Queues that a partner is meant to use; accounts of the organisation that are not watched.',
  response: [
    ASK_ACTOR,
    step(
      'See who may use the queue.',
      "aws sqs get-queue-attributes --queue-url '<queue-url>' --attribute-names Policy",
    ),
    step(
      'To close it, write the policy as it was.',
      "aws sqs set-queue-attributes --queue-url '<queue-url>' --attributes file://attributes.json",
    ),
  ],
  references: [
    'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html',
  ],
  needs: ['trail-events'],
  elsewhere: ['Tailpipe sqs_queue_granted_public_access'],
  risks: ['insecure-deployment-configuration', 'event-data-injection'],
  examples: {
    fires: [
      example('everybody may send', set(policy('*'))),
      example(
        'an account is added',
        sqs('AddPermission', {
          queueUrl: QUEUE,
          label: 'x',
          aWSAccountIds: ['444455556666'],
          actions: ['*'],
        }),
      ),
    ],
    quiet: [
      example(
        'only one topic',
        set(policy('*', { ArnEquals: { 'aws:SourceArn': 'arn:aws:sns:eu-west-1:111122223333:orders' } })),
      ),
      example(
        'another attribute',
        sqs('SetQueueAttributes', { queueUrl: QUEUE, attributes: { VisibilityTimeout: '60' } }),
      ),
      within(
        { isOwnAccount: () => true },
        example('an account of the organisation', set(policy({ AWS: '444455556666' }))),
      ),
      example('it is denied', set(policy('*'), { error: 'AccessDenied' })),
    ],
  },
  evaluate: (record, context) => {
    const opened = happened(record) ? openedBy(record, context) : undefined
    if (!opened) return undefined
    const { whom, isEverybody, account, actions } = opened
    const queue = brief(textOf(record, 'queueUrl') ?? textOf(record, 'queueName') ?? 'a queue', 300)
    return actMatch(record, {
      of: `${queue} ${whom}`,
      title: `${queue} opened to ${whom} by ${whoIn(record)}`,
      summary: `${ranIn(record)}: ${whom} may do ${actions.slice(0, 10).join(', ') || 'what was not recorded'} on ${queue}.`,
      resources: [queue],
      evidence: account === undefined ? [] : [accountEvidence(account, context)],
      ...(isEverybody ? {} : { severity: 'medium', severityNote: 'It is one account, and not everybody.' }),
    })
  },
})
