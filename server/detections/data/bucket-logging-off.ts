import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { bucketOf } from '#server/detections/facts/bucket.ts'
import { isByAws } from '#server/detections/facts/by-aws.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { field, requestOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'

const call = callTo('s3')

export const bucketLoggingOff = defineDetection({
  kind: 'single',
  group: 'data',
  id: 'bucket-logging-off',
  title: 'Access log of a bucket switched off',
  severity: 'medium',
  severityNote: 'Low where a pipeline or infrastructure as code did it.',
  why: 'The access log says who read which object, also where no data events are recorded. Without it nobody can say what was taken.',
  sources: ['s3.amazonaws.com'],
  names: ['PutBucketLogging'],
  techniques: ['T1562.008'],
  falsePositives: 'Buckets that have data events instead.',
  response: [ASK_ACTOR, step('See where it logs to.', "aws s3api get-bucket-logging --bucket '<bucket>'")],
  references: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html'],
  needs: ['trail-events'],
  elsewhere: [
    'Panther AWS.S3.DisableBucketLogging',
    'Panther AWS.S3.SecurityControlDisabling',
    'Elastic defense_evasion_s3_bucket_server_access_logging_disabled',
  ],
  risks: ['inadequate-monitoring'],
  examples: {
    fires: [
      example(
        'the log is switched off',
        call('PutBucketLogging', {
          bucketName: 'uploads',
          logging: '',
          BucketLoggingStatus: { xmlns: 'http://s3.amazonaws.com/doc/2006-03-01/' },
        }),
      ),
    ],
    quiet: [
      example(
        'the log is switched on',
        call('PutBucketLogging', {
          bucketName: 'uploads',
          BucketLoggingStatus: { LoggingEnabled: { TargetBucket: 'logs', TargetPrefix: '' } },
        }),
      ),
      example(
        'the call is denied',
        call(
          'PutBucketLogging',
          { bucketName: 'uploads', BucketLoggingStatus: {} },
          { error: 'AccessDenied' },
        ),
      ),
    ],
  },
  evaluate: (record) => {
    if (!happened(record) || isByAws(record)) return undefined
    const status = field(requestOf(record), 'BucketLoggingStatus')
    if (status === undefined || field(status, 'LoggingEnabled') !== undefined) return undefined
    const target = bucketOf(record)
    return actMatch(record, {
      of: target,
      title: `Access log of ${target} switched off by ${whoIn(record)}`,
      summary: `${ranIn(record)}.`,
      resources: [target],
      ...loweredForAutomation(record, 'low'),
    })
  },
})
