import { type DetectionMatch, defineDetection } from '#server/detections/define-detection.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { hasMfa } from '#server/detections/facts/sign-in.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

function evaluate(record: TrailRecord): DetectionMatch | undefined {
  if (record.actorType === 'service' || hasMfa(record)) return undefined
  const isRemoved = record.eventName === 'DeactivateMFADevice' && record.errorCode === null
  const isInTheWay =
    record.eventName === 'CreateVirtualMFADevice' && record.errorCode === 'EntityAlreadyExists'
  if (!isRemoved && !isInTheWay) return undefined
  const target = textOf(record, 'userName') ?? textOf(record, 'virtualMFADeviceName') ?? whoIn(record)
  return actMatch(record, {
    of: target,
    title: isRemoved
      ? `MFA device of ${target} deactivated without MFA by ${whoIn(record)}`
      : `MFA device of ${target} in the way of ${whoIn(record)}, who has no MFA`,
    summary: `${ranIn(record)} in a session without a second factor.`,
    resources: [target],
  })
}

export const mfaChangedWithoutMfa = defineDetection({
  kind: 'single',
  group: 'identity',
  id: 'mfa-changed-without-mfa',
  title: 'MFA device removed, or tried to be replaced, without MFA',
  severity: 'high',
  why: 'Who has only a password or a key and takes the second factor away removes what would have stopped them. An attempt to register a device where one exists is the same from the other side, so that refusal counts too.',
  sources: ['iam.amazonaws.com'],
  names: ['DeactivateMFADevice', 'CreateVirtualMFADevice'],
  techniques: ['T1556.006'],
  falsePositives: 'Help desk scripts that run with long-term keys.',
  response: [
    { text: 'Ask the user, by another channel, whether they lost their device.', command: null },
    {
      text: 'Switch off the keys of the actor until then.',
      command: "aws iam update-access-key --user-name '<actor>' --access-key-id '<key>' --status Inactive",
    },
  ],
  references: ['https://attack.mitre.org/techniques/T1556/006/'],
  needs: ['trail-events'],
  elsewhere: ['StreamAlert cloudtrail_mfa_policy_abuse_attempt', 'Elastic impact_iam_deactivate_mfa_device'],
  risks: ['broken-authentication'],
  examples: {
    fires: [
      {
        title: 'a long-term key deactivates a device',
        records: [
          {
            source: 'iam',
            name: 'DeactivateMFADevice',
            request: { userName: 'bob', serialNumber: 'arn:aws:iam::111122223333:mfa/bob' },
          },
        ],
      },
      {
        title: 'a device is registered where there is one',
        records: [
          {
            source: 'iam',
            name: 'CreateVirtualMFADevice',
            error: 'EntityAlreadyExists',
            request: { virtualMFADeviceName: 'alice' },
          },
        ],
      },
    ],
    quiet: [
      {
        title: 'a session with MFA deactivates a device',
        records: [
          { source: 'iam', name: 'DeactivateMFADevice', by: 'console', request: { userName: 'bob' } },
        ],
      },
      {
        title: 'a first device is registered',
        records: [
          { source: 'iam', name: 'CreateVirtualMFADevice', request: { virtualMFADeviceName: 'alice' } },
        ],
      },
    ],
  },
  evaluate,
})
