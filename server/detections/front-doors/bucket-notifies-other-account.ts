import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example, within } from '#server/detections/example-call.ts'
import { actMatch, brief, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { foreignAccount } from '#server/detections/facts/opened-policy.ts'
import { accountEvidence } from '#server/detections/facts/outside-accounts.ts'
import { requestOf, textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

const MAX_ARNS = 200
const put = (account: string, more = {}) =>
  callTo('s3')(
    'PutBucketNotification',
    {
      bucketName: 'uploads',
      NotificationConfiguration: {
        CloudFunctionConfiguration: { CloudFunction: `arn:aws:lambda:eu-west-1:${account}:function:copy` },
      },
    },
    more,
  )

/** S3 writes notifications in several forms; the ARNs of functions, queues and topics are the same in all. */
function targetsOf(record: TrailRecord): string[] {
  const found: string[] = []
  const look = (value: unknown, depth: number): void => {
    if (found.length >= MAX_ARNS || depth > 8) return
    if (typeof value === 'string' && /^arn:aws[\w-]*:(lambda|sqs|sns|events):/.test(value)) found.push(value)
    else if (typeof value === 'object' && value !== null)
      for (const inner of Object.values(value)) look(inner, depth + 1)
  }
  look(requestOf(record), 0)
  return found
}

export const bucketNotifiesOtherAccount = defineDetection({
  kind: 'single',
  group: 'front-doors',
  id: 'bucket-notifies-other-account',
  title: 'Bucket tells another account of its objects',
  severity: 'high',
  why: 'A function, queue or topic of somebody outside hears of every object that is written. The functions that were meant may no longer hear of it, as one call replaces all notifications.',
  sources: ['s3.amazonaws.com'],
  names: ['PutBucketNotification', 'PutBucketNotificationConfiguration'],
  techniques: ['T1546', 'T1537'],
  falsePositives: 'Accounts of the organisation that are not watched, and services that scan files.',
  response: [
    ASK_ACTOR,
    FOLLOW_SESSION,
    step('See whom the bucket tells.', "aws s3api get-bucket-notification-configuration --bucket '<bucket>'"),
  ],
  references: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html'],
  needs: ['trail-events'],
  elsewhere: [],
  risks: ['execution-flow-manipulation', 'event-data-injection'],
  examples: {
    fires: [example('a function of an unknown account', put('444455556666'))],
    quiet: [
      example('a function of the account', put('111122223333')),
      within({ isOwnAccount: () => true }, example('of the organisation', put('444455556666'))),
      example('it is denied', put('444455556666', { error: 'AccessDenied' })),
    ],
  },
  evaluate: (record, context) => {
    const arn = happened(record)
      ? targetsOf(record).find((one) => foreignAccount(one, record, context))
      : undefined
    const account = foreignAccount(arn, record, context)
    if (arn === undefined || account === undefined) return undefined
    const bucket = brief(textOf(record, 'bucketName') ?? 'a bucket', 100)
    return actMatch(record, {
      of: `${bucket} ${account}`,
      title: `Bucket ${bucket} tells account ${account}, by ${whoIn(record)}`,
      summary: `${ranIn(record)}: ${brief(arn, 300)} hears of what is written to ${bucket}.`,
      resources: [bucket, arn],
      evidence: [accountEvidence(account, context)],
    })
  },
})
