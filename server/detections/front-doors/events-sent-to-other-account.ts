import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example, within } from '#server/detections/example-call.ts'
import { actMatch, brief, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { foreignAccount } from '#server/detections/facts/opened-policy.ts'
import { accountEvidence } from '#server/detections/facts/outside-accounts.ts'
import { field, itemsOf, requestOf, textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'
import { asText } from '#server/domain/json.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

const bus = (account: string) => `arn:aws:events:eu-west-1:${account}:event-bus/default`
const put = (account: string, more = {}) =>
  callTo('events')('PutTargets', { rule: 'orders', targets: [{ id: '1', arn: bus(account) }] }, more)

/** PutTargets of EventBridge, CreateSchedule of its scheduler, CreatePipe of its pipes, subscription filters of logs. */
function targetsOf(record: TrailRecord): string[] {
  const request = requestOf(record)
  const target = field(request, 'target')
  return [
    ...itemsOf(field(request, 'targets')).map((one) => asText(field(one, 'arn'))),
    typeof target === 'string' ? target : asText(field(target, 'arn')),
    asText(field(request, 'destinationArn')),
  ].filter((arn) => arn !== undefined)
}

export const eventsSentToOtherAccount = defineDetection({
  kind: 'single',
  group: 'front-doors',
  id: 'events-sent-to-other-account',
  title: 'Events or logs sent to another account',
  severity: 'high',
  why: 'A rule, schedule, pipe or subscription filter hands what happens here to somebody outside, from now on and for good. It costs the intruder nothing and shows nowhere else.',
  sources: ['events.amazonaws.com', 'scheduler.amazonaws.com', 'pipes.amazonaws.com', 'logs.amazonaws.com'],
  names: [
    'CreatePipe',
    'CreateSchedule',
    'PutSubscriptionFilter',
    'PutTargets',
    'UpdatePipe',
    'UpdateSchedule',
  ],
  techniques: ['T1537', 'T1020', 'T1546'],
  falsePositives: 'A central account for events or logs that is not watched.',
  response: [
    ASK_ACTOR,
    FOLLOW_SESSION,
    step('See what the rule sends, and where.', "aws events list-targets-by-rule --rule '<rule>'"),
  ],
  references: ['https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html'],
  needs: ['trail-events'],
  elsewhere: [],
  risks: ['execution-flow-manipulation'],
  examples: {
    fires: [
      example('to the bus of another account', put('444455556666')),
      example(
        'logs of a function, to the stream of another account',
        callTo('logs')('PutSubscriptionFilter', {
          logGroupName: '/aws/lambda/orders-api',
          destinationArn: 'arn:aws:logs:eu-west-1:444455556666:destination:all',
        }),
      ),
    ],
    quiet: [
      example('to a function of the account', put('111122223333')),
      within({ isOwnAccount: () => true }, example('to the organisation', put('444455556666'))),
      example('it is denied', put('444455556666', { error: 'AccessDenied' })),
    ],
  },
  evaluate: (record, context) => {
    const arn = happened(record)
      ? targetsOf(record).find((one) => foreignAccount(one, record, context))
      : undefined
    const account = foreignAccount(arn, record, context)
    if (arn === undefined || account === undefined) return undefined
    const source =
      textOf(record, 'rule') ??
      textOf(record, 'name') ??
      textOf(record, 'logGroupName') ??
      'what was not recorded'
    return actMatch(record, {
      of: `${source} ${account}`,
      title: `${brief(source, 140)} sent to account ${account} by ${whoIn(record)}`,
      summary: `${ranIn(record)}: ${brief(source, 140)} goes to ${brief(arn, 300)}.`,
      resources: [source, arn],
      evidence: [accountEvidence(account, context)],
    })
  },
})
