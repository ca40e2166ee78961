import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { bucketOf } from '#server/detections/facts/bucket.ts'
import { isByAws } from '#server/detections/facts/by-aws.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { field, requestOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'
import { asText } from '#server/domain/json.ts'

const call = callTo('s3')

export const bucketVersioningSuspended = defineDetection({
  kind: 'single',
  group: 'data',
  id: 'bucket-versioning-suspended',
  title: 'Versions of objects no longer kept',
  severity: 'medium',
  severityNote: 'Low where a pipeline or infrastructure as code did it.',
  why: 'With versions, what is overwritten or deleted can be had back. Without them, it is gone: the first step before deleting or encrypting.',
  sources: ['s3.amazonaws.com'],
  names: ['PutBucketVersioning'],
  techniques: ['T1490'],
  falsePositives: 'Buckets for scratch data.',
  response: [
    ASK_ACTOR,
    step(
      'Keep versions again.',
      "aws s3api put-bucket-versioning --bucket '<bucket>' --versioning-configuration Status=Enabled",
    ),
  ],
  references: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html'],
  needs: ['trail-events'],
  elsewhere: [
    'Panther AWS.S3.SuspendVersioning',
    'Panther AWS.S3.SecurityControlDisabling',
    'Sigma aws_disable_bucket_versioning',
    'Splunk aws_disable_bucket_versioning',
    'Elastic impact_s3_object_versioning_disabled',
  ],
  risks: ['denial-of-service'],
  examples: {
    fires: [
      example(
        'versions are suspended',
        call('PutBucketVersioning', {
          bucketName: 'uploads',
          VersioningConfiguration: { Status: 'Suspended' },
        }),
      ),
    ],
    quiet: [
      example(
        'versions are kept',
        call('PutBucketVersioning', {
          bucketName: 'uploads',
          VersioningConfiguration: { Status: 'Enabled' },
        }),
      ),
      example(
        'the call is denied',
        call(
          'PutBucketVersioning',
          { bucketName: 'uploads', VersioningConfiguration: { Status: 'Suspended' } },
          { error: 'AccessDenied' },
        ),
      ),
    ],
  },
  evaluate: (record) => {
    if (!happened(record) || isByAws(record)) return undefined
    const status = asText(field(field(requestOf(record), 'VersioningConfiguration'), 'Status'))
    if (status === undefined || status === 'Enabled') return undefined
    const target = bucketOf(record)
    return actMatch(record, {
      of: target,
      title: `Versions in ${target} switched off by ${whoIn(record)}`,
      summary: `${ranIn(record)}.`,
      resources: [target],
      ...loweredForAutomation(record, 'low'),
    })
  },
})
