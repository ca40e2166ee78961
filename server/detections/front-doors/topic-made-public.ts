import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example, within } from '#server/detections/example-call.ts'
import { actMatch, brief, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { openedBy } from '#server/detections/facts/opened-policy.ts'
import { accountEvidence } from '#server/detections/facts/outside-accounts.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'

const sns = callTo('sns')
const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:orders'
const policy = (Principal: unknown, Condition: object = {}) =>
  JSON.stringify({
    Statement: [{ Effect: 'Allow', Principal, Action: 'sns:Publish', Resource: TOPIC, Condition }],
  })
const set = (attributeValue: string, more = {}) =>
  sns('SetTopicAttributes', { topicArn: TOPIC, attributeName: 'Policy', attributeValue }, more)

export const topicMadePublic = defineDetection({
  kind: 'single',
  group: 'front-doors',
  id: 'topic-made-public',
  title: 'SNS topic opened to the outside',
  severity: 'high',
  severityNote: 'Medium where it is one account, and not everybody.',
  why: 'Strangers can publish to the topic, and so start the functions behind it with data of their choice, or subscribe and read along.',
  sources: ['sns.amazonaws.com'],
  names: ['AddPermission', 'CreateTopic', 'SetTopicAttributes'],
  techniques: ['T1190', 'T1537'],
  falsePositives: 'Topics that a partner is meant to use; accounts of the organisation that are not watched.',
  response: [
    ASK_ACTOR,
    step('See who may use the topic.', "aws sns get-topic-attributes --topic-arn '<topic-arn>'"),
    step(
      'To close it, write the policy as it was.',
      "aws sns set-topic-attributes --topic-arn '<topic-arn>' --attribute-name Policy --attribute-value file://policy.json",
    ),
  ],
  references: ['https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html'],
  needs: ['trail-events'],
  elsewhere: ['Panther AWS.CloudTrail.ResourceMadePublic', 'Tailpipe sns_topic_granted_public_access'],
  risks: ['insecure-deployment-configuration', 'event-data-injection'],
  examples: {
    fires: [
      example('everybody may publish', set(policy('*'))),
      example(
        'an account is added',
        sns('AddPermission', {
          topicArn: TOPIC,
          label: 'x',
          aWSAccountId: ['444455556666'],
          actionName: ['Publish'],
        }),
      ),
    ],
    quiet: [
      example('only one bucket', set(policy('*', { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::uploads' } }))),
      example(
        'another attribute',
        sns('SetTopicAttributes', {
          topicArn: TOPIC,
          attributeName: 'DisplayName',
          attributeValue: 'Orders',
        }),
      ),
      within(
        { isOwnAccount: () => true },
        example('an account of the organisation', set(policy({ AWS: '444455556666' }))),
      ),
      example('it is denied', set(policy('*'), { error: 'AuthorizationError' })),
    ],
  },
  evaluate: (record, context) => {
    const opened = happened(record) ? openedBy(record, context) : undefined
    if (!opened) return undefined
    const { whom, isEverybody, account, actions } = opened
    const topic = brief(textOf(record, 'topicArn') ?? textOf(record, 'name') ?? 'a topic', 300)
    return actMatch(record, {
      of: `${topic} ${whom}`,
      title: `${topic} opened to ${whom} by ${whoIn(record)}`,
      summary: `${ranIn(record)}: ${whom} may do ${actions.slice(0, 10).join(', ') || 'what was not recorded'} on ${topic}.`,
      resources: [topic],
      evidence: account === undefined ? [] : [accountEvidence(account, context)],
      ...(isEverybody ? {} : { severity: 'medium', severityNote: 'It is one account, and not everybody.' }),
    })
  },
})
