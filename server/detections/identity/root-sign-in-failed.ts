import { z } from 'zod'
import { defineDetection } from '#server/detections/define-detection.ts'
import { actMatch } from '#server/detections/facts/act-match.ts'
import { signInOutcome } from '#server/detections/facts/sign-in.ts'

const parameters = z.object({
  attempts: z.number().int().min(1).max(100).default(3).describe('Failed sign-ins'),
  minutes: z.number().int().min(1).max(1440).default(60).describe('Minutes in which they are made'),
})

export const rootSignInFailed = defineDetection({
  kind: 'threshold',
  group: 'identity',
  id: 'root-sign-in-failed',
  title: 'Sign-ins as root failed',
  severity: 'medium',
  why: "Nobody signs in as root often enough to be wrong often. Several failures are somebody who knows root's address and tries passwords.",
  sources: ['signin.amazonaws.com'],
  names: ['ConsoleLogin'],
  techniques: ['T1110.001'],
  falsePositives: 'Those who hold the password and mistype it.',
  response: [
    { text: 'Look at the addresses and see whether a sign-in of root succeeded after.', command: null },
    {
      text: 'See that root has MFA.',
      command: 'aws iam get-account-summary --query SummaryMap.AccountMFAEnabled',
    },
  ],
  references: ['https://attack.mitre.org/techniques/T1110/001/'],
  needs: ['trail-events'],
  elsewhere: [
    'Panther AWS.Console.RootLoginFailed',
    'Elastic credential_access_root_console_failure_brute_force',
  ],
  risks: ['broken-authentication'],
  parameters,
  examples: {
    fires: [
      {
        title: 'three wrong passwords',
        records: Array.from({ length: 3 }, () => ({
          source: 'signin',
          name: 'ConsoleLogin',
          by: 'root' as const,
          response: { ConsoleLogin: 'Failure' },
        })),
      },
    ],
    quiet: [
      {
        title: 'one wrong password',
        records: [
          { source: 'signin', name: 'ConsoleLogin', by: 'root', response: { ConsoleLogin: 'Failure' } },
        ],
      },
      {
        title: 'a user mistypes the password',
        records: Array.from({ length: 4 }, () => ({
          source: 'signin',
          name: 'ConsoleLogin',
          response: { ConsoleLogin: 'Failure' },
        })),
      },
    ],
  },
  select: (record) =>
    record.actorType === 'root' && signInOutcome(record) === 'failure' ? { key: 'root' } : undefined,
  limit: ({ attempts, minutes }) => ({ count: attempts, windowMs: minutes * 60_000 }),
  describe: (record, { count }) =>
    actMatch(record, {
      of: 'root',
      key: 'root',
      title: `Sign-ins as root of ${record.accountId} failed`,
      summary: `${count} sign-ins as root failed, the last from ${record.sourceIp ?? 'an address that is not recorded'}.`,
    }),
})
