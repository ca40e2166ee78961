import { type DetectionMatch, defineDetection } from '#server/detections/define-detection.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

function evaluate(record: TrailRecord): DetectionMatch | undefined {
  if (!happened(record)) return undefined
  const target = textOf(record, 'userName') ?? whoIn(record)
  const isForAnother = target !== record.actorName && target !== whoIn(record)
  return actMatch(record, {
    of: target,
    title: `MFA device of ${target} registered by ${whoIn(record)}`,
    summary: `${ranIn(record)}${isForAnother ? `, for ${target}` : ''}.`,
    resources: [target],
    ...(isForAnother
      ? { severity: 'medium' as const, severityNote: 'The device was registered for somebody else.' }
      : {}),
  })
}

export const mfaDeviceRegistered = defineDetection({
  kind: 'single',
  group: 'identity',
  id: 'mfa-device-registered',
  title: 'MFA device registered',
  severity: 'low',
  severityNote: 'Medium where it is registered for another user.',
  why: 'An intruder with a stolen password registers a device to satisfy policies that ask for MFA, and stays in when the password changes.',
  sources: ['iam.amazonaws.com'],
  names: ['EnableMFADevice'],
  techniques: ['T1556.006', 'T1098.005'],
  falsePositives: 'New people, and people with a new phone.',
  response: [
    {
      text: 'Ask the user whether the device is theirs; remove it if not.',
      command: "aws iam deactivate-mfa-device --user-name '<user>' --serial-number '<serial>'",
    },
  ],
  references: ['https://attack.mitre.org/techniques/T1098/005/'],
  needs: ['trail-events'],
  elsewhere: [
    'Splunk aws_new_mfa_method_registered_for_user',
    'Chronicle aws_new_mfa_method_registered_for_user',
    'Elastic persistence_aws_attempt_to_register_virtual_mfa_device',
  ],
  risks: ['broken-authentication'],
  examples: {
    fires: [
      {
        title: 'a user registers a device',
        records: [{ source: 'iam', name: 'EnableMFADevice', by: 'console', request: { userName: 'alice' } }],
      },
    ],
    quiet: [
      {
        title: 'the codes were wrong',
        records: [
          {
            source: 'iam',
            name: 'EnableMFADevice',
            by: 'console',
            error: 'InvalidAuthenticationCode',
            request: { userName: 'alice' },
          },
        ],
      },
      {
        title: 'a device is made and not yet registered',
        records: [
          {
            source: 'iam',
            name: 'CreateVirtualMFADevice',
            by: 'console',
            request: { virtualMFADeviceName: 'alice' },
          },
        ],
      },
    ],
  },
  evaluate,
})
