import { type DetectionMatch, defineDetection } from '#server/detections/define-detection.ts'
import { actMatch, brief } from '#server/detections/facts/act-match.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

function evaluate(record: TrailRecord): DetectionMatch | undefined {
  if (record.actorType !== 'root' || !record.accessKeyId?.startsWith('AKIA')) return undefined
  return actMatch(record, {
    of: record.accessKeyId,
    title: `Access key of root used on ${record.accountId}`,
    summary: `${brief(record.eventName, 80)} was called with ${record.accessKeyId}, a long-term key of root, from ${record.sourceIp ?? 'an address that is not recorded'}.`,
    evidence: [{ label: 'Access key', value: record.accessKeyId }],
  })
}

export const rootAccessKeyUsed = defineDetection({
  kind: 'single',
  group: 'identity',
  id: 'root-access-key-used',
  title: 'Access key of root used',
  severity: 'critical',
  why: 'A key of root needs no second factor and no policy holds it back. Its use counts even where the call fails, since it shows that somebody has it.',
  sources: ['*'],
  names: ['*'],
  techniques: ['T1078.004', 'T1098.001'],
  falsePositives: 'Accounts of old that were built with keys of root.',
  response: [
    {
      text: 'Sign in as root and delete the key.',
      command: "aws iam delete-access-key --access-key-id '<key>'",
    },
    { text: 'List what it did, on the Events page.', command: null },
  ],
  references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html'],
  needs: ['trail-events'],
  elsewhere: ['CIS AWS Foundations 1.4'],
  risks: ['leaked-credentials', 'over-privileged-roles'],
  examples: {
    fires: [
      {
        title: 'a key of root asks who it is',
        records: [
          {
            source: 'sts',
            name: 'GetCallerIdentity',
            more: {
              userIdentity: {
                type: 'Root',
                arn: 'arn:aws:iam::111122223333:root',
                accountId: '111122223333',
                accessKeyId: 'AKIAEXAMPLEROOT',
              },
            },
          },
        ],
      },
    ],
    quiet: [
      { title: 'root works in the console', records: [{ source: 's3', name: 'ListBuckets', by: 'root' }] },
      { title: "a user's key is used", records: [{ source: 's3', name: 'ListBuckets', by: 'user' }] },
    ],
  },
  evaluate,
})
