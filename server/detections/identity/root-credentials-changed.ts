import { type DetectionMatch, defineDetection } from '#server/detections/define-detection.ts'
import { actMatch } from '#server/detections/facts/act-match.ts'
import { asObject, asText } from '#server/domain/json.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

const WHAT: Record<string, string> = {
  PasswordUpdated: 'The password of root was changed',
  PasswordRecoveryCompleted: 'The password of root was set anew with the link of an e-mail',
  PasswordRecoveryRequested: 'Somebody asked for a link to set the password of root anew',
  EmailUpdated: 'The e-mail address of root was changed',
}

function evaluate(record: TrailRecord): DetectionMatch | undefined {
  const what = WHAT[record.eventName]
  const identity = asText(asObject(record.raw.userIdentity).type)
  if (!what || record.errorCode !== null || (identity !== undefined && record.actorType !== 'root'))
    return undefined
  if (Object.values(asObject(record.raw.responseElements)).includes('Failure')) return undefined
  const isRequest = record.eventName === 'PasswordRecoveryRequested'
  return actMatch(record, {
    of: record.eventName,
    title: `${what} (${record.accountId})`,
    summary: `${what}, from ${record.sourceIp ?? 'an address that is not recorded'}.`,
    ...(isRequest
      ? { severity: 'medium' as const, severityNote: 'Anybody who knows the address may ask.' }
      : {}),
  })
}

export const rootCredentialsChanged = defineDetection({
  kind: 'single',
  group: 'identity',
  id: 'root-credentials-changed',
  title: "Root's password or e-mail address changed",
  severity: 'critical',
  severityNote: 'Medium where a new password was only asked for.',
  why: 'Who changes the password or the address of root takes the account, and the way to get it back goes through AWS support.',
  sources: ['signin.amazonaws.com'],
  names: Object.keys(WHAT),
  techniques: ['T1098', 'T1531'],
  falsePositives:
    'Passwords that are changed on purpose; new members of an organisation, whose root sets one once.',
  response: [
    { text: 'Ask those who hold the credentials of root, by another channel.', command: null },
    {
      text: 'If nobody did it, open a case with AWS support from the management account at once.',
      command: null,
    },
  ],
  references: [
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html',
  ],
  needs: ['trail-events'],
  elsewhere: ['Panther AWS.CloudTrail.RootPasswordChanged', 'Tailpipe iam_root_user_email_address_updated'],
  risks: ['broken-authentication'],
  examples: {
    fires: [
      {
        title: 'the password is changed',
        records: [
          { source: 'signin', name: 'PasswordUpdated', by: 'root', response: { PasswordUpdated: 'Success' } },
        ],
      },
    ],
    quiet: [
      {
        title: 'the old password was wrong',
        records: [
          { source: 'signin', name: 'PasswordUpdated', by: 'root', response: { PasswordUpdated: 'Failure' } },
        ],
      },
      {
        title: 'root signs in',
        records: [
          { source: 'signin', name: 'ConsoleLogin', by: 'root', response: { ConsoleLogin: 'Success' } },
        ],
      },
    ],
  },
  evaluate,
})
