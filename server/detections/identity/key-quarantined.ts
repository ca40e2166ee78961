import { type DetectionMatch, defineDetection } from '#server/detections/define-detection.ts'
import { actMatch } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

/** Policies that AWS puts on a user whose key it found in public. Source: AWS managed policies; the older inline one. */
export const QUARANTINE = /AWSCompromisedKeyQuarantine|AWSExposedCredentialPolicy_DO_NOT_REMOVE/i

function evaluate(record: TrailRecord): DetectionMatch | undefined {
  const policy = textOf(record, 'policyArn') ?? textOf(record, 'policyName')
  if (!happened(record) || !policy || !QUARANTINE.test(policy)) return undefined
  const user = textOf(record, 'userName') ?? 'a user'
  return actMatch(record, {
    of: user,
    title: `AWS found a key of ${user} in public`,
    summary: `${policy} was put on ${user}: AWS does that to users whose access key it found where anyone can read it.`,
    key: user,
    resources: [user],
    evidence: [{ label: 'Policy', value: policy }],
  })
}

export const keyQuarantined = defineDetection({
  kind: 'single',
  group: 'identity',
  id: 'key-quarantined',
  title: 'Access key found in public and quarantined by AWS',
  severity: 'critical',
  why: 'AWS found the key in a public repository or the like, so others have it too. The quarantine denies only some actions; the key still works.',
  sources: ['iam.amazonaws.com'],
  names: ['AttachUserPolicy', 'PutUserPolicy'],
  techniques: ['T1552.001', 'T1078.004'],
  falsePositives: 'None known; tests of the quarantine itself.',
  response: [
    {
      text: 'Switch the key off.',
      command: "aws iam update-access-key --user-name '<user>' --access-key-id '<key>' --status Inactive",
    },
    { text: 'List what the key did since the day it was published, on the Events page.', command: null },
    { text: 'Look for functions, roles and users that it made in all regions.', command: null },
  ],
  references: [
    'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCompromisedKeyQuarantineV3.html',
  ],
  needs: ['trail-events'],
  elsewhere: [
    'Panther AWS.CloudTrail.IAMCompromisedKeyQuarantine',
    'Panther AWS.IAM.AccessKeyCompromised',
    'Chronicle aws_iam_compromised_key_quarantine_policy_attached',
    'Elastic credential_access_iam_compromisedkeyquarantine_policy_attached_to_user',
  ],
  risks: ['leaked-credentials'],
  examples: {
    fires: [
      {
        title: 'AWS attaches the quarantine policy',
        records: [
          {
            source: 'iam',
            name: 'AttachUserPolicy',
            agent: 'AWS Internal',
            request: { userName: 'ci', policyArn: 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3' },
          },
        ],
      },
    ],
    quiet: [
      {
        title: 'another policy is attached',
        records: [
          {
            source: 'iam',
            name: 'AttachUserPolicy',
            request: { userName: 'ci', policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' },
          },
        ],
      },
      {
        title: 'an inline policy without a name in the record',
        records: [{ source: 'iam', name: 'PutUserPolicy', request: null }],
      },
    ],
  },
  evaluate,
})
