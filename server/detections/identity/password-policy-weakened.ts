import { z } from 'zod'
import { type DetectionMatch, defineDetection } from '#server/detections/define-detection.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { field, requestOf } from '#server/detections/facts/parameters.ts'
import { asNumber } from '#server/domain/json.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

const parameters = z.object({
  minimumLength: z.number().int().min(6).max(128).default(14).describe('Shortest password that is allowed'),
})

/** What IAM takes where the call leaves it out. Source: IAM API reference, UpdateAccountPasswordPolicy. */
const DEFAULT_LENGTH = 6

function evaluate(
  record: TrailRecord,
  _context: unknown,
  { minimumLength }: z.output<typeof parameters>,
): DetectionMatch | undefined {
  if (!happened(record)) return undefined
  const isDeleted = record.eventName === 'DeleteAccountPasswordPolicy'
  const length = asNumber(field(requestOf(record), 'minimumPasswordLength')) ?? DEFAULT_LENGTH
  if (!isDeleted && (length >= minimumLength || record.raw.requestParameters === null)) return undefined
  return actMatch(record, {
    of: 'password policy',
    title: `Password policy ${isDeleted ? 'deleted' : 'weakened'} by ${whoIn(record)}`,
    summary: isDeleted
      ? `${ranIn(record)}: passwords of 8 characters will do.`
      : `${ranIn(record)}: passwords of ${length} characters will do, and ${minimumLength} are asked for.`,
    ...loweredForAutomation(record, 'low'),
  })
}

export const passwordPolicyWeakened = defineDetection({
  kind: 'single',
  group: 'identity',
  id: 'password-policy-weakened',
  title: "Account's password policy weakened or deleted",
  severity: 'medium',
  severityNote: 'Low where a pipeline did it.',
  why: 'Short passwords of IAM users can be guessed from outside. An intruder weakens the policy to set passwords of their own.',
  sources: ['iam.amazonaws.com'],
  names: ['UpdateAccountPasswordPolicy', 'DeleteAccountPasswordPolicy'],
  techniques: ['T1556'],
  falsePositives: 'Accounts where nobody has a password.',
  response: [
    {
      text: 'Set the policy again.',
      command:
        'aws iam update-account-password-policy --minimum-password-length 14 --password-reuse-prevention 24',
    },
    { text: 'See which passwords changed since.', command: 'aws iam generate-credential-report' },
  ],
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html',
  ],
  needs: ['trail-events'],
  elsewhere: [
    'Chronicle aws_password_policy_change',
    'Elastic defense_evasion_iam_account_password_policy_deleted',
    'Splunk aws_password_policy_changes',
  ],
  risks: ['broken-authentication'],
  parameters,
  examples: {
    fires: [
      { title: 'the policy is deleted', records: [{ source: 'iam', name: 'DeleteAccountPasswordPolicy' }] },
      {
        title: 'eight characters will do',
        records: [
          { source: 'iam', name: 'UpdateAccountPasswordPolicy', request: { minimumPasswordLength: 8 } },
        ],
      },
    ],
    quiet: [
      {
        title: 'the policy is made stricter',
        records: [
          { source: 'iam', name: 'UpdateAccountPasswordPolicy', request: { minimumPasswordLength: 16 } },
        ],
      },
      {
        title: 'the call is denied',
        records: [{ source: 'iam', name: 'DeleteAccountPasswordPolicy', error: 'AccessDenied' }],
      },
    ],
  },
  evaluate,
})
