import { type DetectionMatch, defineDetection } from '#server/detections/define-detection.ts'
import { actMatch, brief, ranIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { asText } from '#server/domain/json.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

/** Made by services in root's name, or told by detections of their own. */
const TOLD_ELSEWHERE =
  /^(CreateServiceLinkedRole|ConsoleLogin|CheckMfa|GetSigninToken|.*DirectoryLogin|PasswordRecovery.*|PasswordUpdated|EmailUpdated)$/
const READING = /^(Get|List|Describe|Lookup|Head|View|Check|Search|Query|BatchGet)/

/** The console of former years calls in root's name through signin; other services act for themselves. */
function isByService(record: TrailRecord): boolean {
  if (asText(record.raw.eventType) === 'AwsServiceEvent') return true
  if (record.invokedBy === null) return false
  return record.invokedBy !== 'signin.amazonaws.com' || record.sourceIp === 'AWS Internal'
}

function evaluate(record: TrailRecord): DetectionMatch | undefined {
  if (record.actorType !== 'root' || !happened(record) || isByService(record)) return undefined
  if (record.eventName === '' || TOLD_ELSEWHERE.test(record.eventName)) return undefined
  if (record.readOnly === true || READING.test(record.eventName)) return undefined
  return actMatch(record, {
    of: record.eventName,
    title: `Root of ${record.accountId} ran ${brief(record.eventName, 80)}`,
    summary: `${ranIn(record)}, on ${record.eventSource}.`,
  })
}

export const rootUsed = defineDetection({
  kind: 'single',
  group: 'identity',
  id: 'root-used',
  title: 'Root changed something',
  severity: 'high',
  why: 'Root may do everything, and no policy of the account holds it back. Daily work with it leaves no trace of who did it.',
  sources: ['*'],
  names: ['*'],
  techniques: ['T1078.004'],
  falsePositives: 'The few tasks that only root may do.',
  response: [
    { text: 'Ask those who hold the credentials of root, by another channel.', command: null },
    { text: 'See the sign-in behind it, on the page of the session.', command: null },
  ],
  references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-tasks.html'],
  needs: ['trail-events'],
  elsewhere: [
    'Panther AWS.Root.Activity',
    'Sigma aws_root_account_usage',
    'StreamAlert cloudtrail_root_account_usage',
    'EastTimor ct-access-root-account-activity',
  ],
  risks: ['broken-authentication', 'over-privileged-roles'],
  examples: {
    fires: [
      {
        title: 'root changes a bucket',
        records: [
          { source: 's3', name: 'PutBucketVersioning', by: 'root', request: { bucketName: 'orders' } },
        ],
      },
    ],
    quiet: [
      { title: 'root looks around', records: [{ source: 's3', name: 'ListBuckets', by: 'root' }] },
      {
        title: 'a service makes its role in the name of root',
        records: [{ source: 'iam', name: 'CreateServiceLinkedRole', by: 'root' }],
      },
      { title: 'a user does the same', records: [{ source: 's3', name: 'PutBucketVersioning', by: 'user' }] },
    ],
  },
  evaluate,
})
