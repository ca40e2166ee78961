import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example, within } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { bucketOf } from '#server/detections/facts/bucket.ts'
import { isByAws } from '#server/detections/facts/by-aws.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { accountEvidence, accountIn, isOutside } from '#server/detections/facts/outside-accounts.ts'
import { field, itemsOf, requestOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'
import { asText } from '#server/domain/json.ts'

const HEADER = 'x-amz-server-side-encryption-aws-kms-key-id'
const copy = (account: string) =>
  callTo('s3')('CopyObject', {
    bucketName: 'orders',
    key: 'a',
    'x-amz-copy-source': 'orders/a',
    'x-amz-server-side-encryption': 'aws:kms',
    [HEADER]: `arn:aws:kms:eu-west-1:${account}:key/k-1`,
  })

export const objectEncryptedWithForeignKey = defineDetection({
  kind: 'single',
  group: 'data',
  id: 'object-encrypted-with-foreign-key',
  title: "Object encrypted with another account's key",
  severity: 'critical',
  why: 'Objects that are written with a key of somebody else are theirs: they can be read for as long as that account allows it. So ransom is asked for buckets.',
  sources: ['s3.amazonaws.com'],
  names: ['CopyObject', 'PutObject', 'CreateMultipartUpload', 'PutBucketEncryption'],
  techniques: ['T1486'],
  falsePositives: 'Keys of your other accounts that are not watched.',
  response: [
    ASK_ACTOR,
    step(
      'Deny the actor the bucket at once, and look for earlier versions of the objects.',
      "aws s3api list-object-versions --bucket '<bucket>'",
    ),
  ],
  references: ['https://attack.mitre.org/techniques/T1486/'],
  needs: ['trail-events'],
  elsewhere: ['Panther AWS.S3.CopyObject.CrossAccount.Encryption.KMS'],
  risks: ['denial-of-service'],
  examples: {
    fires: [example('an object is written again with a foreign key', copy('444455556666'))],
    quiet: [
      example('the key is ours', copy('111122223333')),
      within({ isOwnAccount: () => true }, example('it is of the organisation', copy('444455556666'))),
    ],
  },
  evaluate: (record, context) => {
    if (!happened(record) || isByAws(record)) return undefined
    const request = requestOf(record)
    const rule = itemsOf(field(field(request, 'ServerSideEncryptionConfiguration'), 'Rule'))[0]
    const key =
      asText(request[HEADER]) ??
      asText(field(field(rule, 'ApplyServerSideEncryptionByDefault'), 'KMSMasterKeyID'))
    const account = accountIn(key)
    const own = asText(field(record.raw.userIdentity, 'accountId'))
    if (account === own || !isOutside(account, record, context)) return undefined
    const bucket = bucketOf(record)
    return actMatch(record, {
      of: bucket,
      title: `${bucket} encrypted with a key of account ${account} by ${whoIn(record)}`,
      summary: `${ranIn(record)} with ${key}.`,
      resources: [bucket, key ?? ''].filter(Boolean),
      evidence: [accountEvidence(account, context)],
    })
  },
})
