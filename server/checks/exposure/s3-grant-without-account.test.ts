import { describe, expect, it } from 'vitest'
import { absent, denied } from '#server/domain/field.ts'
import { judge, policyOf } from '#server/testing/judge.ts'
import { itKeepsOrder } from '#server/testing/policy-properties.ts'
import { makeBucket } from '#server/testing/source-records.ts'
import { service, when } from '#server/testing/statements.ts'
import { s3GrantWithoutAccount } from './s3-grant-without-account.ts'

const BUCKET = when('ArnLike', 'aws:SourceArn', 'arn:aws:s3:::uploads')
const BOUND = {
  Condition: {
    ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::uploads' },
    StringEquals: { 'aws:SourceAccount': '111122223333' },
  },
}

describe('s3-grant-without-account', () => {
  it.each<[string, string, object]>([
    ['fail', 'a bucket without account', service('s3', BUCKET)],
    ['pass', 'a bucket of this account', service('s3', BOUND)],
    ['not applicable', 'a rule', service('events')],
    ['not applicable', 'any bucket at all, which another check tells', service('s3')],
  ])('says %s of %s', (state, _what, statement) => {
    expect(judge(s3GrantWithoutAccount, { policy: policyOf(statement) }).state).toBe(state)
  })

  it('is worse where no such bucket was found', () => {
    const values = { policy: policyOf(service('s3', BUCKET)) }
    expect(judge(s3GrantWithoutAccount, values)).toMatchObject({ severity: 'medium' })
    expect(judge(s3GrantWithoutAccount, values, [makeBucket()])).toMatchObject({ severity: 'low' })
    expect(judge(s3GrantWithoutAccount, values, [], { without: ['bucket'] })).toMatchObject({
      severity: 'low',
    })
  })

  it('says unknown where the policy was denied, and not applicable where there is none', () => {
    expect(judge(s3GrantWithoutAccount, { policy: denied('lambda:GetPolicy') }).state).toBe('unknown')
    expect(judge(s3GrantWithoutAccount, { policy: absent() }).state).toBe('not applicable')
  })

  itKeepsOrder(
    ['lambda:InvokeFunction', 'lambda:InvokeFunctionUrl'],
    (statements) => judge(s3GrantWithoutAccount, { policy: policyOf(...statements) }).state,
  )
})
