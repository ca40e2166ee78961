import { z } from 'zod'
import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, whoIn } from '#server/detections/facts/act-match.ts'
import { isThroughService } from '#server/detections/facts/by-aws.ts'
import { functionBehind } from '#server/detections/facts/by-function.ts'
import { callerOf } from '#server/detections/facts/caller.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { ASK_ACTOR, FOLLOW_SESSION } from '#server/detections/facts/response-steps.ts'

const parameters = z.object({
  calls: z.number().int().min(1).max(20).default(2).describe('Different calls'),
  minutes: z.number().int().min(1).max(1440).default(60).describe('Minutes in which they are made'),
})

const call = callTo('ses')

export const mailServiceLookedThrough = defineDetection({
  kind: 'threshold',
  group: 'sessions',
  id: 'mail-service-looked-through',
  title: 'Mail service looked through',
  severity: 'low',
  why: 'Stolen keys are used to send spam. The first calls ask how much mail the account may send and from which addresses.',
  sources: ['ses.amazonaws.com'],
  names: [
    'GetSendQuota',
    'GetAccountSendingEnabled',
    'ListIdentities',
    'ListVerifiedEmailAddresses',
    'GetAccount',
    'ListEmailIdentities',
    'UpdateAccountSendingEnabled',
    'PutAccountDetails',
  ],
  techniques: ['T1526', 'T1496.004'],
  falsePositives: 'People who open the pages of the mail service: the console is left out.',
  response: [ASK_ACTOR, FOLLOW_SESSION],
  references: ['https://attack.mitre.org/techniques/T1496/004/'],
  needs: ['trail-events'],
  elsewhere: [
    'Panther AWS.CloudTrail.SES.CheckSendQuota',
    'Panther AWS.CloudTrail.SES.CheckSESSendingEnabled',
    'Panther AWS.CloudTrail.SES.ListIdentities',
  ],
  risks: ['leaked-credentials'],
  parameters,
  examples: {
    fires: [example('a key asks for quota and addresses', call('GetSendQuota'), call('ListIdentities'))],
    quiet: [
      example('one call', call('GetSendQuota')),
      example(
        'Trusted Advisor',
        { ...call('GetSendQuota'), by: 'service' as const },
        { ...call('ListIdentities'), by: 'service' as const },
      ),
    ],
  },
  select: (record) =>
    happened(record) && !isThroughService(record) && record.tool !== 'console' && record.actorArn
      ? { key: callerOf(record), value: record.eventName }
      : undefined,
  limit: ({ calls, minutes }) => ({ count: calls, windowMs: minutes * 60_000 }),
  describe: (record, { values }, context) =>
    actMatch(record, {
      of: 'mail',
      key: callerOf(record),
      functionName: functionBehind(record, context) ?? null,
      title: `Mail service looked through by ${whoIn(record)}`,
      summary: `${whoIn(record)} called ${values.join(', ')}.`,
      evidence: [{ label: 'Calls', value: values.join(', ') }],
    }),
})
