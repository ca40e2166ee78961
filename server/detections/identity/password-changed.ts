import { type DetectionMatch, defineDetection } from '#server/detections/define-detection.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

function evaluate(record: TrailRecord): DetectionMatch | undefined {
  if (!happened(record)) return undefined
  return actMatch(record, {
    of: 'password',
    title: `Password of ${whoIn(record)} changed`,
    summary: `${ranIn(record)}, from ${record.sourceIp ?? 'an address that is not recorded'}.`,
  })
}

export const passwordChanged = defineDetection({
  kind: 'single',
  group: 'identity',
  id: 'password-changed',
  title: 'IAM user changed the own password',
  severity: 'info',
  why: 'By itself it is what people should do. After a sign-in from a new place it is how an intruder keeps the account.',
  sources: ['iam.amazonaws.com'],
  names: ['ChangePassword'],
  techniques: ['T1098'],
  falsePositives: 'People who change their password.',
  response: [{ text: 'Where the address is unknown, ask the user by another channel.', command: null }],
  references: ['https://attack.mitre.org/techniques/T1098/'],
  needs: ['trail-events'],
  elsewhere: ['Panther AWS.IAM.CredentialsUpdated'],
  risks: ['broken-authentication'],
  examples: {
    fires: [
      {
        title: 'a user changes the password',
        records: [{ source: 'iam', name: 'ChangePassword', by: 'console' }],
      },
    ],
    quiet: [
      {
        title: 'the new password is too short',
        records: [{ source: 'iam', name: 'ChangePassword', by: 'console', error: 'PasswordPolicyViolation' }],
      },
      {
        title: 'a user makes an MFA device',
        records: [{ source: 'iam', name: 'CreateVirtualMFADevice', by: 'console' }],
      },
    ],
  },
  evaluate,
})
