import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, brief, principalOf, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, FOLLOW_SESSION } from '#server/detections/facts/response-steps.ts'

const DAY = 24 * 60
const sns = callTo('sns')
const make = (by: 'user' | 'pipeline', minute: number) =>
  sns('CreateTopic', { name: 'updates' }, { by, minute })

export const topicCreatedByNewPrincipal = defineDetection({
  kind: 'first-seen',
  group: 'front-doors',
  id: 'topic-created-by-new-principal',
  title: 'SNS topic made by a principal that never did',
  severity: 'low',
  why: 'Topics are made by those who deploy. Intruders make one to send data out, or to send messages in the name of the organisation.',
  sources: ['sns.amazonaws.com'],
  names: ['CreateTopic'],
  techniques: ['T1608', 'T1567'],
  falsePositives: 'New pipelines and new colleagues.',
  response: [ASK_ACTOR, FOLLOW_SESSION],
  references: ['https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html'],
  needs: ['trail-events'],
  elsewhere: ['Elastic resource_development_sns_topic_created_by_rare_user'],
  risks: ['ungoverned-assets'],
  learningDays: 14,
  memoryDays: 90,
  learns: 'account',
  examples: {
    fires: [
      example(
        'after two weeks of one pipeline, a user',
        make('pipeline', 0),
        make('pipeline', 9 * DAY),
        make('user', 15 * DAY),
      ),
    ],
    quiet: [
      example('the same pipeline', make('pipeline', 0), make('pipeline', 15 * DAY)),
      example('the account is not known for long enough', make('pipeline', 0), make('user', 5 * DAY)),
    ],
  },
  select: (record) =>
    happened(record) && record.actorType !== 'service'
      ? { subject: principalOf(record), value: 'makes topics' }
      : undefined,
  describe: (record, { subject, learnedSince }) =>
    actMatch(record, {
      of: subject,
      key: subject,
      title: `SNS topic made by ${whoIn(record)}, which never made one before`,
      summary: `${ranIn(record)}${textOf(record, 'name') ? `: ${brief(textOf(record, 'name') ?? '', 260)}` : ''}. It made none since ${learnedSince.toISOString().slice(0, 10)}.`,
    }),
})
