import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example, within } from '#server/detections/example-call.ts'
import { actMatch, brief, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { bucketOf } from '#server/detections/facts/bucket.ts'
import { isByAws } from '#server/detections/facts/by-aws.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { accountEvidence, isOutside } from '#server/detections/facts/outside-accounts.ts'
import { field, textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, FOLLOW_SESSION } from '#server/detections/facts/response-steps.ts'
import { asArray, asText } from '#server/domain/json.ts'

const copy = (accountId: string) =>
  callTo('s3')(
    'CopyObject',
    { bucketName: 'elsewhere', key: 'a.csv', 'x-amz-copy-source': 'orders/a.csv' },
    {
      more: {
        eventCategory: 'Data',
        managementEvent: false,
        resources: [{ type: 'AWS::S3::Bucket', accountId, ARN: 'arn:aws:s3:::elsewhere' }],
      },
    },
  )

export const objectCopiedToOtherAccount = defineDetection({
  kind: 'single',
  group: 'data',
  id: 'object-copied-to-other-account',
  title: "Object copied into another account's bucket",
  severity: 'high',
  why: 'The copy is where your policies and your trail do not reach. It takes one call, and no byte passes through a network that you watch.',
  sources: ['s3.amazonaws.com'],
  names: ['CopyObject', 'UploadPartCopy'],
  techniques: ['T1537'],
  falsePositives: 'Buckets of partners and of your other accounts that are not watched.',
  response: [ASK_ACTOR, FOLLOW_SESSION],
  references: ['https://attack.mitre.org/techniques/T1537/'],
  needs: ['trail-events'],
  elsewhere: ['Panther AWS.S3.CopyObjectToExternalAccountBucket'],
  risks: ['leaked-credentials'],
  examples: {
    fires: [example('the bucket is of another account', copy('444455556666'))],
    quiet: [
      example('the bucket is ours', copy('111122223333')),
      within({ isOwnAccount: () => true }, example('it is of the organisation', copy('444455556666'))),
    ],
  },
  evaluate: (record, context) => {
    if (!happened(record) || isByAws(record)) return undefined
    const buckets = asArray(record.raw.resources).filter((one) => field(one, 'type') === 'AWS::S3::Bucket')
    const own = asText(field(record.raw.userIdentity, 'accountId'))
    const account = buckets
      .map((one) => asText(field(one, 'accountId')))
      .find((one) => one !== own && isOutside(one, record, context))
    if (!account) return undefined
    const bucket = bucketOf(record)
    return actMatch(record, {
      of: bucket,
      title: `Object copied to ${bucket} of account ${account} by ${whoIn(record)}`,
      summary: `${ranIn(record)}: ${brief(textOf(record, 'x-amz-copy-source') ?? 'an object', 200)} went to ${bucket}.`,
      resources: [bucket],
      evidence: [accountEvidence(account, context)],
    })
  },
})
