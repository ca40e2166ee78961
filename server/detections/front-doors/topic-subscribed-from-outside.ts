import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example, within } from '#server/detections/example-call.ts'
import { actMatch, brief, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { foreignAccount } from '#server/detections/facts/opened-policy.ts'
import { accountEvidence } from '#server/detections/facts/outside-accounts.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'

const subscribe = (account: string, more = {}) =>
  callTo('sns')(
    'Subscribe',
    {
      topicArn: 'arn:aws:sns:eu-west-1:111122223333:orders',
      protocol: 'sqs',
      endpoint: `arn:aws:sqs:eu-west-1:${account}:copy`,
    },
    more,
  )

export const topicSubscribedFromOutside = defineDetection({
  kind: 'single',
  group: 'front-doors',
  id: 'topic-subscribed-from-outside',
  title: 'SNS topic subscribed for another account',
  severity: 'high',
  why: 'A queue or function of somebody outside gets a copy of every message from now on. The functions that are meant to get them notice nothing.',
  sources: ['sns.amazonaws.com'],
  names: ['Subscribe'],
  techniques: ['T1537', 'T1020'],
  falsePositives: 'Partners, and accounts of the organisation that are not watched.',
  response: [
    ASK_ACTOR,
    FOLLOW_SESSION,
    step(
      'To end it, remove the subscription.',
      "aws sns unsubscribe --subscription-arn '<subscription-arn>'",
    ),
  ],
  references: ['https://docs.aws.amazon.com/sns/latest/dg/sns-send-message-to-sqs-cross-account.html'],
  needs: ['trail-events'],
  elsewhere: [],
  risks: ['execution-flow-manipulation'],
  examples: {
    fires: [example('a queue of an unknown account', subscribe('444455556666'))],
    quiet: [
      example('a queue of the account', subscribe('111122223333')),
      within({ isOwnAccount: () => true }, example('of the organisation', subscribe('444455556666'))),
      example('it is denied', subscribe('444455556666', { error: 'AuthorizationError' })),
    ],
  },
  evaluate: (record, context) => {
    const endpoint = happened(record) ? textOf(record, 'endpoint') : undefined
    const account = foreignAccount(endpoint, record, context)
    if (endpoint === undefined || account === undefined) return undefined
    const topic = brief(textOf(record, 'topicArn') ?? 'a topic', 300)
    return actMatch(record, {
      of: `${topic} ${account}`,
      title: `Topic ${topic.split(':').at(-1)} subscribed for account ${account} by ${whoIn(record)}`,
      summary: `${ranIn(record)}: ${brief(endpoint, 300)} gets all messages of ${topic}.`,
      resources: [topic, endpoint],
      evidence: [accountEvidence(account, context)],
    })
  },
})
