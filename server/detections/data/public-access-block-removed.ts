import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { bucketOf } from '#server/detections/facts/bucket.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { field, isFalse, requestOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'

const call = callTo('s3')
const PARTS = ['BlockPublicPolicy', 'BlockPublicAcls', 'IgnorePublicAcls', 'RestrictPublicBuckets']

export const publicAccessBlockRemoved = defineDetection({
  kind: 'single',
  group: 'data',
  id: 'public-access-block-removed',
  title: 'Block of public access removed',
  severity: 'high',
  severityNote: 'Low for one bucket where infrastructure as code did it.',
  why: 'The block holds back every policy and access list that opens something to everybody, also those that are there already and did nothing.',
  sources: ['s3.amazonaws.com'],
  names: [
    'DeleteBucketPublicAccessBlock',
    'DeleteAccountPublicAccessBlock',
    'DeletePublicAccessBlock',
    'PutBucketPublicAccessBlock',
    'PutAccountPublicAccessBlock',
    'PutPublicAccessBlock',
  ],
  techniques: ['T1562.001', 'T1530'],
  falsePositives: 'Buckets of web sites.',
  response: [
    ASK_ACTOR,
    step(
      'Block public access again.',
      "aws s3api put-public-access-block --bucket '<bucket>' --public-access-block-configuration BlockPublicPolicy=true,RestrictPublicBuckets=true,BlockPublicAcls=true,IgnorePublicAcls=true",
    ),
  ],
  references: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
  ],
  needs: ['trail-events'],
  elsewhere: [
    'Panther AWS.S3.DeletePublicAccessBlock',
    'Chronicle aws_s3_public_access_block_removed',
    'Tailpipe s3_bucket_block_public_access_disabled',
    'Falco Delete Bucket Public Access Block',
    'StreamAlert cloudtrail_critical_api_calls',
  ],
  risks: ['insecure-deployment-configuration'],
  examples: {
    fires: [
      example('the block is deleted', call('DeleteBucketPublicAccessBlock', { bucketName: 'uploads' })),
      example(
        'policies are no longer blocked',
        call('PutBucketPublicAccessBlock', {
          bucketName: 'uploads',
          PublicAccessBlockConfiguration: {
            BlockPublicPolicy: false,
            BlockPublicAcls: true,
            IgnorePublicAcls: true,
            RestrictPublicBuckets: true,
          },
        }),
      ),
    ],
    quiet: [
      example(
        'everything is blocked',
        call('PutBucketPublicAccessBlock', {
          bucketName: 'uploads',
          PublicAccessBlockConfiguration: {
            BlockPublicPolicy: true,
            BlockPublicAcls: true,
            IgnorePublicAcls: true,
            RestrictPublicBuckets: true,
          },
        }),
      ),
      example(
        'the call is denied',
        call('DeleteBucketPublicAccessBlock', { bucketName: 'uploads' }, { error: 'AccessDenied' }),
      ),
    ],
  },
  evaluate: (record) => {
    if (!happened(record)) return undefined
    const block = field(requestOf(record), 'PublicAccessBlockConfiguration')
    const open = record.eventName.startsWith('Delete')
      ? PARTS
      : PARTS.filter((part) => isFalse(field(block, part)))
    if (open.length === 0) return undefined
    const isAccount = record.eventName.includes('Account')
    const target = isAccount ? `account ${record.accountId}` : bucketOf(record)
    return actMatch(record, {
      of: target,
      title: `Block of public access of ${target} removed by ${whoIn(record)}`,
      summary: `${ranIn(record)}: no longer in force are ${open.join(', ')}.`,
      resources: [target],
      ...(isAccount ? {} : loweredForAutomation(record, 'low')),
    })
  },
})
