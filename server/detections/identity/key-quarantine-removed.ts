import { type DetectionMatch, defineDetection } from '#server/detections/define-detection.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { QUARANTINE } from './key-quarantined.ts'

function evaluate(record: TrailRecord): DetectionMatch | undefined {
  const policy = textOf(record, 'policyArn') ?? textOf(record, 'policyName')
  if (!happened(record) || !policy || !QUARANTINE.test(policy)) return undefined
  const user = textOf(record, 'userName') ?? 'a user'
  return actMatch(record, {
    of: user,
    title: `Quarantine of ${user} lifted by ${whoIn(record)}`,
    summary: `${ranIn(record)}: what AWS denied the published key of ${user} is allowed again.`,
    resources: [user],
    evidence: [{ label: 'Policy', value: policy }],
  })
}

export const keyQuarantineRemoved = defineDetection({
  kind: 'single',
  group: 'identity',
  id: 'key-quarantine-removed',
  title: "AWS's quarantine of a published key lifted",
  severity: 'high',
  why: 'The policy stands between a published key and the worst that can be done with it. Whoever holds the key lifts it before they go on.',
  sources: ['iam.amazonaws.com'],
  names: ['DetachUserPolicy', 'DeleteUserPolicy'],
  techniques: ['T1562.001', 'T1098'],
  falsePositives: 'Administrators who have replaced the key and clean up.',
  response: [
    {
      text: 'See whether the published key is still active.',
      command: "aws iam list-access-keys --user-name '<user>'",
    },
    {
      text: 'Attach the policy again until it is gone.',
      command:
        "aws iam attach-user-policy --user-name '<user>' --policy-arn arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3",
    },
  ],
  references: [
    'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCompromisedKeyQuarantineV3.html',
  ],
  needs: ['trail-events'],
  elsewhere: [],
  risks: ['leaked-credentials'],
  examples: {
    fires: [
      {
        title: 'the quarantine policy is detached',
        records: [
          {
            source: 'iam',
            name: 'DetachUserPolicy',
            request: { userName: 'ci', policyArn: 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV2' },
          },
        ],
      },
    ],
    quiet: [
      {
        title: 'another policy is detached',
        records: [
          {
            source: 'iam',
            name: 'DetachUserPolicy',
            request: { userName: 'ci', policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' },
          },
        ],
      },
      {
        title: 'the call is denied',
        records: [
          {
            source: 'iam',
            name: 'DetachUserPolicy',
            error: 'AccessDenied',
            request: { userName: 'ci', policyArn: 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV2' },
          },
        ],
      },
    ],
  },
  evaluate,
})
