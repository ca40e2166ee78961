import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, brief, principalOf, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, FOLLOW_SESSION } from '#server/detections/facts/response-steps.ts'

const DAY = 24 * 60
const sns = callTo('sns')
const publish = (by: 'user' | 'role', minute: number) =>
  sns(
    'Publish',
    { topicArn: 'arn:aws:sns:eu-west-1:111122223333:orders' },
    { by, minute, more: { eventCategory: 'Data', managementEvent: false } },
  )

export const topicPublishedByNewPrincipal = defineDetection({
  kind: 'first-seen',
  group: 'front-doors',
  id: 'topic-published-by-new-principal',
  title: 'SNS messages sent by a principal that never did',
  severity: 'low',
  why: 'Publishers of a topic change seldom. A new one can start the functions behind it, or write to customers in the name of the organisation.',
  sources: ['sns.amazonaws.com'],
  names: ['Publish', 'PublishBatch'],
  techniques: ['T1534', 'T1648'],
  falsePositives: 'New publishers.',
  response: [ASK_ACTOR, FOLLOW_SESSION],
  references: ['https://docs.aws.amazon.com/sns/latest/dg/logging-using-cloudtrail.html'],
  needs: ['trail-events'],
  elsewhere: ['Elastic lateral_movement_sns_topic_message_publish_by_rare_user'],
  risks: ['event-data-injection'],
  learningDays: 14,
  memoryDays: 90,
  learns: 'subject',
  examples: {
    fires: [
      example(
        'after two weeks of one publisher, another',
        publish('role', 0),
        publish('role', 9 * DAY),
        publish('user', 15 * DAY),
      ),
    ],
    quiet: [
      example('the same publisher', publish('role', 0), publish('role', 15 * DAY)),
      example('the topic is not known for long enough', publish('role', 0), publish('user', 5 * DAY)),
    ],
  },
  select: (record) => {
    const topic = happened(record) && record.actorType !== 'service' ? textOf(record, 'topicArn') : undefined
    return topic === undefined ? undefined : { subject: topic, value: principalOf(record) }
  },
  describe: (record, { subject, value, learnedSince }) =>
    actMatch(record, {
      of: `${subject} ${value}`,
      key: `${subject} ${value}`,
      title: `Messages sent to ${brief(subject.split(':').at(-1) ?? '', 140)} by ${whoIn(record)}, for the first time`,
      summary: `${ranIn(record)} on ${brief(subject, 300)}, to which it sent nothing since ${learnedSince.toISOString().slice(0, 10)}.`,
      resources: [subject],
    }),
})
