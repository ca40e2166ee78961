import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, brief, principalOf, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'

const DAY = 24 * 60
const sns = callTo('sns')
const subscribe = (protocol: string, minute: number) =>
  sns('Subscribe', { topicArn: 'arn:aws:sns:eu-west-1:111122223333:orders', protocol }, { minute })

export const topicSubscribedWithNewProtocol = defineDetection({
  kind: 'first-seen',
  group: 'front-doors',
  id: 'topic-subscribed-with-new-protocol',
  title: 'SNS subscription of a kind not seen of the principal',
  severity: 'low',
  why: 'A principal that subscribed queues and functions now subscribes a mail address, a telephone or a web address. All that is published goes there.',
  sources: ['sns.amazonaws.com'],
  names: ['Subscribe'],
  techniques: ['T1567', 'T1537'],
  falsePositives: 'A first alarm by mail or telephone.',
  response: [
    ASK_ACTOR,
    FOLLOW_SESSION,
    step('See who is subscribed.', "aws sns list-subscriptions-by-topic --topic-arn '<topic-arn>'"),
  ],
  references: ['https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html'],
  needs: ['trail-events'],
  elsewhere: ['Elastic exfiltration_sns_rare_protocol_subscription_by_user'],
  risks: ['execution-flow-manipulation'],
  learningDays: 14,
  memoryDays: 90,
  learns: 'subject',
  examples: {
    fires: [
      example(
        'after two weeks of queues, a mail address',
        subscribe('sqs', 0),
        subscribe('sqs', 9 * DAY),
        subscribe('email', 15 * DAY),
      ),
    ],
    quiet: [
      example('a queue again', subscribe('sqs', 0), subscribe('sqs', 15 * DAY)),
      example('the principal is not known for long enough', subscribe('sqs', 0), subscribe('email', 5 * DAY)),
    ],
  },
  select: (record) => {
    const protocol =
      happened(record) && record.actorType !== 'service' ? textOf(record, 'protocol') : undefined
    return protocol === undefined ? undefined : { subject: principalOf(record), value: protocol }
  },
  describe: (record, { subject, value, learnedSince }) =>
    actMatch(record, {
      of: `${subject} ${value}`,
      key: `${subject} ${value}`,
      title: `SNS subscription by ${brief(value, 40)} made by ${whoIn(record)} for the first time`,
      summary: `${ranIn(record)} on ${brief(textOf(record, 'topicArn') ?? 'a topic', 300)}. It subscribed nothing by ${brief(value, 40)} since ${learnedSince.toISOString().slice(0, 10)}.`,
    }),
})
