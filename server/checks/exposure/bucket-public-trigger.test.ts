import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { BucketRecord } from '#server/domain/records/bucket-record.ts'
import { judgeRecord, policyOf } from '#server/testing/judge.ts'
import { itKeepsOrder } from '#server/testing/policy-properties.ts'
import { FUNCTION_ARN, makeBucket } from '#server/testing/source-records.ts'
import { when } from '#server/testing/statements.ts'
import { bucketPublicTrigger } from './bucket-public-trigger.ts'

const bucket = (statement: object, values: Partial<BucketRecord> = {}): Partial<BucketRecord> => ({
  policy: policyOf({
    Principal: '*',
    Action: 's3:PutObject',
    Resource: 'arn:aws:s3:::uploads/*',
    ...statement,
  }),
  blocksPublicPolicy: known(false),
  ...values,
})

describe('bucket-public-trigger', () => {
  it.each<[string, string, Partial<BucketRecord>]>([
    ['fail', 'everyone', bucket({})],
    ['fail', 'everyone under the prefix that notifies', bucket({ Resource: 'arn:aws:s3:::uploads/in/*' })],
    ['pass', 'everyone under another prefix', bucket({ Resource: 'arn:aws:s3:::uploads/out/*' })],
    ['pass', 'everyone who reads', bucket({ Action: 's3:GetObject' })],
    ['pass', 'everyone, while public policies are blocked', bucket({}, { blocksPublicPolicy: known(true) })],
    ['pass', 'the organisation', bucket(when('StringEquals', 'aws:PrincipalOrgID', 'o-own0000000'))],
    ['pass', 'nobody else', { policy: absent(), blocksPublicPolicy: known(false) }],
    ['not applicable', 'a bucket that notifies no function', bucket({}, { notifications: absent() })],
    [
      'unknown',
      'a policy that was denied',
      { policy: denied('s3:GetBucketPolicy'), blocksPublicPolicy: known(false) },
    ],
    [
      'unknown',
      'everyone, while the block was not read',
      bucket({}, { blocksPublicPolicy: denied('s3:GetBucketPublicAccessBlock') }),
    ],
  ])('says %s of a bucket that lets in %s', (state, _what, values) => {
    expect(judgeRecord(bucketPublicTrigger, makeBucket(values)).state).toBe(state)
  })

  it('names the functions whose prefix is open', () => {
    expect(judgeRecord(bucketPublicTrigger, makeBucket(bucket({})))).toMatchObject({
      affects: [FUNCTION_ARN],
    })
  })

  itKeepsOrder(
    ['s3:PutObject'],
    (statements) =>
      judgeRecord(
        bucketPublicTrigger,
        makeBucket({ policy: policyOf(...statements), blocksPublicPolicy: known(false) }),
      ).state,
  )
})
