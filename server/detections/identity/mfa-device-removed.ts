import { type DetectionMatch, defineDetection } from '#server/detections/define-detection.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { hasMfa } from '#server/detections/facts/sign-in.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

function evaluate(record: TrailRecord): DetectionMatch | undefined {
  const isTold = record.eventName === 'DeactivateMFADevice' && !hasMfa(record)
  if (!happened(record) || isTold) return undefined
  const target = textOf(record, 'userName') ?? textOf(record, 'serialNumber') ?? 'a user'
  return actMatch(record, {
    of: target,
    title: `MFA device of ${target} removed by ${whoIn(record)}`,
    summary: `${ranIn(record)}.`,
    resources: [target],
    ...loweredForAutomation(record, 'low'),
  })
}

export const mfaDeviceRemoved = defineDetection({
  kind: 'single',
  group: 'identity',
  id: 'mfa-device-removed',
  title: 'MFA device removed',
  severity: 'medium',
  severityNote: 'Low where a pipeline did it; without MFA in the session, mfa-changed-without-mfa says it.',
  why: 'Without the device, a password is enough to sign in. Intruders remove it to come back, or register their own.',
  sources: ['iam.amazonaws.com'],
  names: ['DeactivateMFADevice', 'DeleteVirtualMFADevice'],
  techniques: ['T1556.006'],
  falsePositives: 'People who change their phone; users that are deleted.',
  response: [
    {
      text: 'See whether a new device was registered soon after, and by whom.',
      command: "aws iam list-mfa-devices --user-name '<user>'",
    },
  ],
  references: ['https://attack.mitre.org/techniques/T1556/006/'],
  needs: ['trail-events'],
  elsewhere: [
    'Elastic impact_iam_deactivate_mfa_device',
    'Splunk aws_multi_factor_authentication_disabled',
    'Chronicle aws_multi_factor_authentication_disabled',
    'Tailpipe iam_user_mfa_device_deactivated',
  ],
  risks: ['broken-authentication'],
  examples: {
    fires: [
      {
        title: 'an administrator with MFA removes a device',
        records: [
          { source: 'iam', name: 'DeactivateMFADevice', by: 'console', request: { userName: 'bob' } },
        ],
      },
    ],
    quiet: [
      {
        title: 'the call is denied',
        records: [
          {
            source: 'iam',
            name: 'DeactivateMFADevice',
            by: 'console',
            error: 'AccessDenied',
            request: { userName: 'bob' },
          },
        ],
      },
      {
        title: 'somebody looks at the devices',
        records: [{ source: 'iam', name: 'ListMFADevices', by: 'console', request: { userName: 'bob' } }],
      },
    ],
  },
  evaluate,
})
