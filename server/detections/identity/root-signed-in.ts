import { type DetectionMatch, defineDetection } from '#server/detections/define-detection.ts'
import { actMatch } from '#server/detections/facts/act-match.ts'
import { signInOutcome, usedMfa } from '#server/detections/facts/sign-in.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

function evaluate(record: TrailRecord): DetectionMatch | undefined {
  if (record.actorType !== 'root' || signInOutcome(record) === 'failure') return undefined
  const withoutMfa = !usedMfa(record)
  return actMatch(record, {
    of: 'root',
    title: `Root of ${record.accountId} signed in to the console${withoutMfa ? ' without MFA' : ''}`,
    summary: `Somebody signed in as root from ${record.sourceIp ?? 'an address that is not recorded'}.`,
    ...(withoutMfa
      ? { severity: 'critical' as const, severityNote: 'Only a password was asked for: no second factor.' }
      : {}),
  })
}

export const rootSignedIn = defineDetection({
  kind: 'single',
  group: 'identity',
  id: 'root-signed-in',
  title: 'Root signed in to the console',
  severity: 'high',
  severityNote: 'Critical without MFA.',
  why: 'Root may do everything, and no policy of the account holds it back. A handful of tasks a year need it.',
  sources: ['*'],
  names: ['ConsoleLogin'],
  techniques: ['T1078.004'],
  falsePositives: 'The few tasks that only root may do, such as closing the account.',
  response: [
    { text: 'Ask those who hold the credentials of root, by another channel.', command: null },
    { text: 'If nobody did it, change the password and the e-mail address of root.', command: null },
    { text: 'List what root did since, on the Events page.', command: null },
  ],
  references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-tasks.html'],
  needs: ['trail-events'],
  elsewhere: [
    'Panther AWS.Console.RootLogin',
    'Elastic initial_access_console_login_root',
    'Falco Console Root Login Without MFA',
    'Sigma aws_root_account_usage',
    'Tailpipe iam_root_user_console_login',
  ],
  risks: ['broken-authentication', 'over-privileged-roles'],
  examples: {
    fires: [
      {
        title: 'root signs in',
        records: [
          {
            source: 'signin',
            name: 'ConsoleLogin',
            by: 'root',
            response: { ConsoleLogin: 'Success' },
            more: { additionalEventData: { MFAUsed: 'Yes' } },
          },
        ],
      },
    ],
    quiet: [
      {
        title: 'the password was wrong',
        records: [
          {
            source: 'signin',
            name: 'ConsoleLogin',
            by: 'root',
            errorMessage: 'Failed authentication',
            response: { ConsoleLogin: 'Failure' },
          },
        ],
      },
      {
        title: 'a user signs in',
        records: [
          { source: 'signin', name: 'ConsoleLogin', by: 'console', response: { ConsoleLogin: 'Success' } },
        ],
      },
    ],
  },
  evaluate,
})
