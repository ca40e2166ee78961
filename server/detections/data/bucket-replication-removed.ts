import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { bucketOf } from '#server/detections/facts/bucket.ts'
import { isByAws } from '#server/detections/facts/by-aws.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'

const call = callTo('s3')

export const bucketReplicationRemoved = defineDetection({
  kind: 'single',
  group: 'data',
  id: 'bucket-replication-removed',
  title: 'Replication of a bucket removed',
  severity: 'medium',
  severityNote: 'Low where a pipeline or infrastructure as code did it.',
  why: 'The replica is what is left when somebody deletes or encrypts the bucket. Whoever wants a ransom removes it first.',
  sources: ['s3.amazonaws.com'],
  names: ['DeleteBucketReplication'],
  techniques: ['T1490'],
  falsePositives: 'Replicas that are moved.',
  response: [
    ASK_ACTOR,
    step('See whether a replica is left.', "aws s3api get-bucket-replication --bucket '<bucket>'"),
  ],
  references: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html'],
  needs: ['trail-events'],
  elsewhere: ['Panther AWS.S3.DeleteBucketReplication'],
  risks: ['denial-of-service'],
  examples: {
    fires: [
      example('the replication is deleted', call('DeleteBucketReplication', { bucketName: 'uploads' })),
    ],
    quiet: [
      example(
        'the call is denied',
        call('DeleteBucketReplication', { bucketName: 'uploads' }, { error: 'AccessDenied' }),
      ),
      example('one is set', call('PutBucketReplication', { bucketName: 'uploads' })),
    ],
  },
  evaluate: (record) => {
    if (!happened(record) || isByAws(record)) return undefined

    const target = bucketOf(record)
    return actMatch(record, {
      of: target,
      title: `Replication of ${target} removed by ${whoIn(record)}`,
      summary: `${ranIn(record)}.`,
      resources: [target],
      ...loweredForAutomation(record, 'low'),
    })
  },
})
