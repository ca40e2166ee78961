import { describe, expect, it } from 'vitest'
import { roleForTest } from '#server/domain/access/role-for-test.ts'
import { absent, denied } from '#server/domain/field.ts'
import { ADMIN, judge, policyOf, remedyOf } from '#server/testing/judge.ts'
import { itKeepsOrder } from '#server/testing/policy-properties.ts'
import { anyone, service, when } from '#server/testing/statements.ts'
import { crossAccountGrant } from './cross-account-grant.ts'

const OTHER = { Principal: { AWS: '999988887777' } }
const topicOf = (account: string) =>
  service('sns', when('ArnLike', 'aws:SourceArn', `arn:aws:sns:eu-west-1:${account}:orders`))

describe('cross-account-grant', () => {
  it.each<[string, string, object]>([
    ['fail', 'another account', OTHER],
    ['fail', 'a role of another account', { Principal: { AWS: 'arn:aws:iam::999988887777:role/ci' } }],
    ['fail', 'another organisation', anyone(when('StringEquals', 'aws:PrincipalOrgID', 'o-other00000'))],
    ['fail', 'a topic of another account', topicOf('999988887777')],
    [
      'fail',
      'another account, whatever its address',
      { ...OTHER, ...when('IpAddress', 'aws:SourceIp', '203.0.113.0/24') },
    ],
    ['pass', 'an account of the organisation', { Principal: { AWS: '222222222222' } }],
    ['pass', 'its organisation', anyone(when('StringEquals', 'aws:PrincipalOrgID', 'o-own0000000'))],
    ['pass', 'a topic of its own account', topicOf('111122223333')],
    ['not applicable', 'everyone, which another check tells', anyone()],
    ['pass', 'its own account', { Principal: { AWS: '111122223333' } }],
    ['pass', 'another account that is denied', { ...OTHER, Effect: 'Deny' }],
  ])('says %s of %s', (state, _what, statement) => {
    expect(judge(crossAccountGrant, { policy: policyOf(statement) }).state).toBe(state)
  })

  it('says pass of an account that the organisation trusts', () => {
    const parameters = { trustedAccounts: ['999988887777'] }
    expect(judge(crossAccountGrant, { policy: policyOf(OTHER) }, [], { parameters }).state).toBe('pass')
  })

  it('says unknown where the organisation was not read, and fail where there is none', () => {
    const values = { policy: policyOf(OTHER) }
    expect(judge(crossAccountGrant, values, [], { without: ['organization'] })).toMatchObject({
      state: 'unknown',
      reason: expect.stringContaining('999988887777'),
    })
  })

  it('says unknown where the policy was denied, and not applicable where there is none', () => {
    expect(judge(crossAccountGrant, { policy: denied('lambda:GetPolicy') }).state).toBe('unknown')
    expect(judge(crossAccountGrant, { policy: absent() }).state).toBe('not applicable')
  })

  it('is high where its role is dangerous, and removes the statement', () => {
    const role = roleForTest(ADMIN, { name: 'orders-api-role' })
    expect(judge(crossAccountGrant, { policy: policyOf(OTHER) }, [role])).toMatchObject({ severity: 'high' })
    expect(remedyOf(crossAccountGrant, { policy: policyOf(topicOf('999988887777')) }).cli).toContain(
      '--statement-id s0',
    )
  })

  itKeepsOrder(
    ['lambda:InvokeFunction', 'lambda:InvokeFunctionUrl'],
    (statements) => judge(crossAccountGrant, { policy: policyOf(...statements) }).state,
  )
})
