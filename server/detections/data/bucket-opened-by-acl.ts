import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { bucketOf, publicGrants } from '#server/detections/facts/bucket.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'

const call = callTo('s3')

export const bucketOpenedByAcl = defineDetection({
  kind: 'single',
  group: 'data',
  id: 'bucket-opened-by-acl',
  title: 'Bucket or object opened by an access list',
  severity: 'high',
  severityNote: 'Medium where it is one object.',
  why: 'An access list that names all users opens the bucket or the object to everybody, whatever its policy says.',
  sources: ['s3.amazonaws.com'],
  names: ['PutBucketAcl', 'PutObjectAcl', 'CreateBucket'],
  techniques: ['T1530', 'T1537'],
  falsePositives: 'Files of web sites.',
  response: [
    ASK_ACTOR,
    step(
      'Switch access lists off for the bucket.',
      "aws s3api put-bucket-ownership-controls --bucket '<bucket>' --ownership-controls 'Rules=[{ObjectOwnership=BucketOwnerEnforced}]'",
    ),
  ],
  references: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html'],
  needs: ['trail-events'],
  elsewhere: [
    'StreamAlert cloudtrail_put_bucket_acl',
    'StreamAlert cloudtrail_put_object_acl_public',
    'Chronicle aws_s3_made_public_by_acl',
    'Falco Put Bucket ACL',
    'Sentinel AWS_S3BucketExposedviaACL',
    'Panther AWS.CloudTrail.ResourceMadePublic',
  ],
  risks: ['insecure-deployment-configuration'],
  examples: {
    fires: [
      example(
        'everybody may read the bucket',
        call('PutBucketAcl', { bucketName: 'uploads', 'x-amz-acl': ['public-read'] }),
      ),
      example(
        'everybody may read an object',
        call('PutObjectAcl', {
          bucketName: 'uploads',
          key: 'a',
          AccessControlPolicy: {
            AccessControlList: {
              Grant: {
                Grantee: { URI: 'http://acs.amazonaws.com/groups/global/AllUsers' },
                Permission: 'READ',
              },
            },
          },
        }),
      ),
    ],
    quiet: [
      example(
        'the log delivery may write',
        call('PutBucketAcl', { bucketName: 'uploads', 'x-amz-acl': ['log-delivery-write'] }),
      ),
      example(
        'the call is denied',
        call(
          'PutBucketAcl',
          { bucketName: 'uploads', 'x-amz-acl': ['public-read'] },
          { error: 'AccessDenied' },
        ),
      ),
    ],
  },
  evaluate: (record) => {
    const grants = happened(record) ? publicGrants(record) : []
    if (grants.length === 0) return undefined
    const bucket = bucketOf(record)
    const key = textOf(record, 'key')
    const target = record.eventName === 'PutObjectAcl' && key ? `${bucket}/${key}` : bucket
    return actMatch(record, {
      of: target,
      title: `${target} opened to everybody by ${whoIn(record)}`,
      summary: `${ranIn(record)}: everybody has ${grants.join(', ')}.`,
      resources: [target],
      ...(record.eventName === 'PutObjectAcl'
        ? { severity: 'medium' as const, severityNote: 'It is one object.' }
        : {}),
    })
  },
})
