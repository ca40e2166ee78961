import { defineCheck } from '#server/checks/define-check.ts'
import { argumentsOf, properties } from '#server/checks/remedy.ts'
import type { BucketRecord } from '#server/domain/records/bucket-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { type Danger, judgeSourcePolicy } from './source-policy.ts'
import { notApplicable, pass, unknown, whyUnseen } from './verdicts.ts'

const WRITE: Danger[] = [
  { action: 's3:PutObject', harm: 'write objects into it, which invokes its functions', severity: 'high' },
]
const DELETE: Danger[] = [
  { action: 's3:DeleteObject', harm: 'delete objects in it, which invokes its functions', severity: 'high' },
]

function evaluate(record: BucketRecord): Verdict {
  const hidden = whyUnseen('Notifications of the bucket', record.notifications)
  if (hidden) return unknown(hidden)
  const notifications = record.notifications.state === 'known' ? record.notifications.value : []
  if (notifications.length === 0) return notApplicable('It notifies no function.')
  const blocks = record.blocksPublicPolicy
  if (blocks?.state === 'known' && blocks.value)
    return pass({ label: 'Block public access', value: 'Public policies have no effect' })
  const verdicts = notifications.map((one) => ({
    one,
    verdict: judgeSourcePolicy(`bucket ${record.name}`, record.policy, {
      resource: `${record.arn}/${one.prefix ?? ''}any${one.suffix ?? ''}`,
      region: record.region,
      dangers: [...WRITE, ...(one.events.some((event) => event.includes('ObjectRemoved')) ? DELETE : [])],
    }),
  }))
  const failed = verdicts.filter(({ verdict }) => verdict.state === 'fail')
  const first = failed[0]?.verdict
  if (first?.state === 'fail') {
    const unseen = whyUnseen('Its block of public access', blocks)
    if (unseen) return unknown(`Its policy would let anyone write. ${unseen}`)
    return { ...first, affects: [...new Set(failed.map(({ one }) => one.functionArn))] }
  }
  return (
    verdicts.find(({ verdict }) => verdict.state === 'unknown')?.verdict ?? verdicts[0]?.verdict ?? pass()
  )
}

/** Source: S3 User Guide, "Blocking public access to your Amazon S3 storage". */
export const bucketPublicTrigger = defineCheck({
  id: 'bucket-public-trigger',
  title: 'Anyone can write to a bucket that invokes a function',
  group: 'exposure',
  kind: 'bucket',
  severity: 'high',
  severityNote: null,
  alerts: true,
  why: 'Each object that a stranger writes invokes the function with a name and content of their choice, and is billed to you.',
  references: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
  ],
  needs: ['buckets'],
  elsewhere: [
    'Prowler s3_bucket_policy_public_write_access',
    'Security Hub S3.3',
    'AWS Config s3-bucket-public-write-prohibited',
  ],
  risks: ['event-data-injection', 'denial-of-service'],
  alertTitle: (record) => `Anyone can write to bucket ${record.name}, which invokes a function`,
  evaluate,
  remediate: (record) => ({
    text: 'Block public policies of the bucket. Whoever has to upload gets a presigned URL or a role of their own; uploads without credentials are refused from then on.',
    cli: `aws s3api put-public-access-block --bucket ${shellWord(record.name)} --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true`,
    cloudformation: properties('AWS::S3::Bucket', {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        IgnorePublicAcls: true,
        BlockPublicPolicy: true,
        RestrictPublicBuckets: true,
      },
    }),
    terraform: argumentsOf('aws_s3_bucket_public_access_block', {
      bucket: record.name,
      block_public_acls: true,
      ignore_public_acls: true,
      block_public_policy: true,
      restrict_public_buckets: true,
    }),
  }),
})
