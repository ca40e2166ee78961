import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { bucketOf } from '#server/detections/facts/bucket.ts'
import { isByAws } from '#server/detections/facts/by-aws.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'

const call = callTo('s3')

export const bucketEncryptionRemoved = defineDetection({
  kind: 'single',
  group: 'data',
  id: 'bucket-encryption-removed',
  title: 'Default encryption of a bucket removed',
  severity: 'medium',
  severityNote: 'Low where a pipeline or infrastructure as code did it.',
  why: 'New objects are no longer encrypted with your key, and so no longer guarded by its policy.',
  sources: ['s3.amazonaws.com'],
  names: ['DeleteBucketEncryption'],
  techniques: ['T1562.001'],
  falsePositives: 'Buckets that go back to the encryption of S3 itself.',
  response: [
    ASK_ACTOR,
    step('See how it is encrypted.', "aws s3api get-bucket-encryption --bucket '<bucket>'"),
  ],
  references: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html'],
  needs: ['trail-events'],
  elsewhere: ['Panther AWS.S3.DeleteBucketEncryption'],
  risks: ['insecure-deployment-configuration'],
  examples: {
    fires: [example('the setting is deleted', call('DeleteBucketEncryption', { bucketName: 'uploads' }))],
    quiet: [
      example(
        'the call is denied',
        call('DeleteBucketEncryption', { bucketName: 'uploads' }, { error: 'AccessDenied' }),
      ),
      example('another is set', call('PutBucketEncryption', { bucketName: 'uploads' })),
    ],
  },
  evaluate: (record) => {
    if (!happened(record) || isByAws(record)) return undefined

    const target = bucketOf(record)
    return actMatch(record, {
      of: target,
      title: `Default encryption of ${target} removed by ${whoIn(record)}`,
      summary: `${ranIn(record)}.`,
      resources: [target],
      ...loweredForAutomation(record, 'low'),
    })
  },
})
