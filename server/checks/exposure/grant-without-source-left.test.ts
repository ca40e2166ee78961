import { describe, expect, it } from 'vitest'
import { absent, denied } from '#server/domain/field.ts'
import { judge, policyOf, remedyOf } from '#server/testing/judge.ts'
import { makeApi, makeRule, RULE_ARN } from '#server/testing/source-records.ts'
import { API_GRANT, OPEN_URL, service, when } from '#server/testing/statements.ts'
import { grantWithoutSourceLeft } from './grant-without-source-left.ts'

const ofRule = service('events', when('ArnLike', 'aws:SourceArn', RULE_ARN))
const ofBucket = service('s3', when('ArnLike', 'aws:SourceArn', 'arn:aws:s3:::uploads'))
const testInvoke = service(
  'apigateway',
  when(
    'ArnLike',
    'aws:SourceArn',
    'arn:aws:execute-api:eu-west-1:111122223333:api1/test-invoke-stage/GET/orders',
  ),
)

describe('grant-without-source-left', () => {
  it.each<[string, string, object[], Parameters<typeof judge>[2], string?]>([
    ['fail', 'a rule that is gone', [ofRule], [], 'low'],
    ['fail', 'a bucket that is gone', [ofBucket], [], 'medium'],
    ['fail', 'an API that is gone', [API_GRANT], [], 'low'],
    ['fail', 'a URL that is gone', [OPEN_URL], [], 'info'],
    ['pass', 'a rule that is there', [ofRule], [makeRule()]],
    ['pass', 'an API that is there, and its test feature', [API_GRANT, testInvoke], [makeApi()]],
    ['pass', 'another account', [{ Principal: { AWS: '222222222222' } }], []],
  ])('says %s of a grant to %s', (state, _what, statements, others, severity) => {
    const verdict = judge(grantWithoutSourceLeft, { policy: policyOf(...statements) }, others)
    expect(verdict.state).toBe(state)
    if (severity) expect(verdict).toMatchObject({ severity })
  })

  it('says unknown where sources were not collected or the policy was denied', () => {
    expect(
      judge(grantWithoutSourceLeft, { policy: policyOf(ofRule) }, [], { without: ['event-rule'] }).state,
    ).toBe('unknown')
    expect(judge(grantWithoutSourceLeft, { policy: denied('lambda:GetPolicy') }).state).toBe('unknown')
  })

  it('says not applicable of a function without policy', () => {
    expect(judge(grantWithoutSourceLeft, { policy: absent() }).state).toBe('not applicable')
  })

  it('tells how to remove the statement', () => {
    expect(remedyOf(grantWithoutSourceLeft, { policy: policyOf(ofRule) }).cli).toContain('--statement-id s0')
  })
})
