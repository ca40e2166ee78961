import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example, within } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { AWS_LOG_ACCOUNTS } from '#server/detections/facts/aws-log-accounts.ts'
import { bucketOf } from '#server/detections/facts/bucket.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { accountEvidence, outsideAccounts } from '#server/detections/facts/outside-accounts.ts'
import { field, requestOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'
import { statementsOf } from '#server/detections/facts/statements-of.ts'
import { isPublicStatement } from '#server/domain/iam/public-policy.ts'
import type { JsonObject } from '#server/domain/json.ts'

const put = (Principal: unknown) =>
  callTo('s3')('PutBucketPolicy', {
    bucketName: 'uploads',
    bucketPolicy: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal, Action: 's3:GetObject', Resource: 'arn:aws:s3:::uploads/*' }],
    },
  } as JsonObject)

export const bucketPolicyOpened = defineDetection({
  kind: 'single',
  group: 'data',
  id: 'bucket-policy-opened',
  title: 'Bucket opened by its policy',
  severity: 'high',
  severityNote: 'Medium where it is one other account.',
  why: 'Whoever has the address reads, or writes, what is in the bucket. Where a bucket starts a function, who writes to it decides what the function gets.',
  sources: ['s3.amazonaws.com'],
  names: ['PutBucketPolicy'],
  techniques: ['T1530', 'T1537'],
  falsePositives: 'Buckets of web sites.',
  response: [
    ASK_ACTOR,
    step('See the policy.', "aws s3api get-bucket-policy --bucket '<bucket>'"),
    step(
      'Close the bucket for everybody.',
      "aws s3api put-public-access-block --bucket '<bucket>' --public-access-block-configuration BlockPublicPolicy=true,RestrictPublicBuckets=true,BlockPublicAcls=true,IgnorePublicAcls=true",
    ),
  ],
  references: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
  ],
  needs: ['trail-events'],
  elsewhere: [
    'Elastic exfiltration_s3_bucket_policy_added_for_public_access',
    'Stratus Red Team aws.exfiltration.s3-backdoor-bucket-policy',
    'Panther AWS.CloudTrail.ResourceMadePublic',
    'Tailpipe s3_bucket_policy_granted_public_access',
    'Sentinel AWS_S3BucketExposedviaPolicy',
    'Sigma aws_iam_s3browser_templated_s3_bucket_policy_creation',
    'Falco Put Bucket Policy',
  ],
  risks: ['insecure-deployment-configuration', 'event-data-injection'],
  examples: {
    fires: [
      example('everybody may read', put('*')),
      example('another account may read', put({ AWS: 'arn:aws:iam::444455556666:root' })),
    ],
    quiet: [
      example('CloudFront may read', put({ Service: 'cloudfront.amazonaws.com' })),
      example('load balancers may write their logs', put({ AWS: 'arn:aws:iam::156460612806:root' })),
      within(
        { isOwnAccount: () => true },
        example('an account of the organisation', put({ AWS: '444455556666' })),
      ),
      example('the call is denied', { ...put('*'), error: 'AccessDenied' }),
    ],
  },
  evaluate: (record, context) => {
    if (!happened(record)) return undefined
    const statements = statementsOf(field(requestOf(record), 'bucketPolicy'))
    const isOpen = statements.some(isPublicStatement)
    const accounts = outsideAccounts(statements, record, context).filter((one) => !AWS_LOG_ACCOUNTS.has(one))
    if (!isOpen && accounts.length === 0) return undefined
    const bucket = bucketOf(record)
    return actMatch(record, {
      of: bucket,
      title: `Bucket ${bucket} opened to ${isOpen ? 'everybody' : accounts.join(', ')} by ${whoIn(record)}`,
      summary: `${ranIn(record)}.`,
      resources: [bucket],
      evidence: accounts.map((account) => accountEvidence(account, context)),
      ...(isOpen
        ? {}
        : {
            severity: 'medium' as const,
            severityNote: 'It is opened to another account, not to everybody.',
          }),
    })
  },
})
