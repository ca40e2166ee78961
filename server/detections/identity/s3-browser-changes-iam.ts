import { type DetectionMatch, defineDetection } from '#server/detections/define-detection.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

function evaluate(record: TrailRecord): DetectionMatch | undefined {
  if (!happened(record) || !/S3 Browser/i.test(record.userAgent ?? '')) return undefined
  const target = textOf(record, 'userName') ?? textOf(record, 'policyName') ?? 'a user'
  return actMatch(record, {
    of: target,
    title: `${target} changed with S3 Browser by ${whoIn(record)}`,
    summary: `${ranIn(record)}, which is S3 Browser.`,
    resources: [target],
  })
}

export const s3BrowserChangesIam = defineDetection({
  kind: 'single',
  group: 'identity',
  id: 's3-browser-changes-iam',
  title: 'Users or keys changed with S3 Browser',
  severity: 'high',
  why: 'S3 Browser is a program for files on Windows. Intruders who steal keys like it, and hardly anybody else makes users with it.',
  sources: ['iam.amazonaws.com'],
  names: [
    'CreateUser',
    'CreateLoginProfile',
    'UpdateLoginProfile',
    'CreateAccessKey',
    'PutUserPolicy',
    'AttachUserPolicy',
  ],
  techniques: ['T1059.009', 'T1098'],
  falsePositives: 'Administrators who use S3 Browser for IAM.',
  response: [
    {
      text: 'Switch off the key that was used.',
      command: "aws iam update-access-key --user-name '<actor>' --access-key-id '<key>' --status Inactive",
    },
    { text: 'Remove the user, key or password that was made.', command: null },
  ],
  references: ['https://permiso.io/blog/s/unmasking-guivil-new-cloud-threat-actor/'],
  needs: ['trail-events'],
  elsewhere: [
    'Sigma aws_iam_s3browser_loginprofile_creation',
    'Sigma aws_iam_s3browser_user_or_accesskey_creation',
    'Sigma aws_iam_s3browser_templated_s3_bucket_policy_creation',
    'Chronicle aws_iam_activity_by_s3_browser_utility',
  ],
  risks: ['leaked-credentials'],
  examples: {
    fires: [
      {
        title: 'a user is made',
        records: [
          {
            source: 'iam',
            name: 'CreateUser',
            agent: '[S3 Browser 9.5.5 https://s3browser.com]',
            request: { userName: 'backup' },
          },
        ],
      },
    ],
    quiet: [
      {
        title: 'the call is denied',
        records: [
          {
            source: 'iam',
            name: 'CreateUser',
            agent: '[S3 Browser 9.5.5 https://s3browser.com]',
            error: 'AccessDenied',
            request: { userName: 'backup' },
          },
        ],
      },
      {
        title: 'a user is made with the CLI',
        records: [{ source: 'iam', name: 'CreateUser', request: { userName: 'backup' } }],
      },
    ],
  },
  evaluate,
})
