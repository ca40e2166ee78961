import { describe, expect, it } from 'vitest'
import { roleForTest } from '#server/domain/access/role-for-test.ts'
import { absent, denied, known } from '#server/domain/field.ts'
import { ADMIN, judge, policyOf, remedyOf } from '#server/testing/judge.ts'
import { itKeepsOrder } from '#server/testing/policy-properties.ts'
import { anyone, OPEN_URL, service, THROUGH_URL, when } from '#server/testing/statements.ts'
import { functionPolicyPublic } from './function-policy-public.ts'

const DENY = { Effect: 'Deny', Principal: '*' }

describe('function-policy-public', () => {
  it.each<[string, string, object[]]>([
    ['fail', 'everyone', [anyone()]],
    ['fail', 'AWS *', [{ Principal: { AWS: '*' } }]],
    ['fail', 'all but one account', [{ NotPrincipal: { AWS: '999988887777' } }]],
    ['fail', 'all actions', [anyone({ Action: '*' })]],
    ['fail', 'anyone with MFA', [anyone(when('Bool', 'aws:MultiFactorAuthPresent', 'true'))]],
    ['fail', 'anyone with a user agent', [anyone(when('StringLike', 'aws:UserAgent', 'curl*'))]],
    ['fail', 'any address', [anyone(when('IpAddress', 'aws:SourceIp', '0.0.0.0/0'))]],
    [
      'fail',
      'all but an organisation',
      [anyone(when('StringNotEquals', 'aws:PrincipalOrgID', 'o-other00000'))],
    ],
    ['pass', 'one address', [anyone(when('IpAddress', 'aws:SourceIp', '203.0.113.7/32'))]],
    ['pass', 'its organisation', [anyone(when('StringEquals', 'aws:PrincipalOrgID', 'o-own0000000'))]],
    ['pass', 'its account', [anyone(when('StringEquals', 'aws:PrincipalAccount', '111122223333'))]],
    ['pass', 'a bucket by condition', [anyone(when('ArnLike', 'aws:SourceArn', 'arn:aws:s3:::uploads'))]],
    ['pass', 'a service', [service('events')]],
    ['pass', 'another account', [{ Principal: { AWS: '999988887777' } }]],
    ['pass', 'an open URL, which another check tells', [OPEN_URL, THROUGH_URL]],
    ['pass', 'everyone, and a Deny of everyone', [anyone(), DENY]],
    [
      'pass',
      'everyone, and a Deny outside a network',
      [anyone(), { ...DENY, ...when('NotIpAddress', 'aws:SourceIp', '10.0.0.0/8') }],
    ],
    [
      'fail',
      'everyone, and a Deny of plain HTTP',
      [anyone(), { ...DENY, ...when('Bool', 'aws:SecureTransport', 'false') }],
    ],
    [
      'unknown',
      'everyone under a condition of tomorrow',
      [anyone(when('StringEquals', 'aws:Tomorrow', 'x'))],
    ],
  ])('says %s of %s', (state, _what, statements) => {
    expect(judge(functionPolicyPublic, { policy: policyOf(...statements) }).state).toBe(state)
  })

  it.each<[string, string, Parameters<typeof judge>[1]]>([
    ['not applicable', 'a function without policy', { policy: absent() }],
    ['unknown', 'a policy that was denied', { policy: denied('lambda:GetPolicy') }],
    ['unknown', 'a policy that is no JSON', { policy: known({ raw: '{', parsed: undefined }) }],
    [
      'fail',
      'a signed URL for everyone',
      {
        urls: known([{ url: 'https://x.lambda-url.eu-west-1.on.aws/', authType: 'AWS_IAM' }]),
        policy: policyOf({ Principal: '*', Action: 'lambda:InvokeFunctionUrl' }),
      },
    ],
  ])('says %s of %s', (state, _what, values) => {
    expect(judge(functionPolicyPublic, values).state).toBe(state)
  })

  it('is critical where its role is an administrator, and quotes the statement', () => {
    const role = roleForTest(ADMIN, { name: 'orders-api-role' })
    const verdict = judge(functionPolicyPublic, { policy: policyOf(anyone()) }, [role])
    expect(verdict).toMatchObject({ state: 'fail', severity: 'critical' })
    expect(JSON.stringify(verdict)).toContain('Administrator')
    expect(judge(functionPolicyPublic, { policy: policyOf(anyone()) })).toMatchObject({ severity: 'high' })
  })

  it('tells how to remove the statement, whatever its id', () => {
    const { cli } = remedyOf(functionPolicyPublic, { policy: policyOf(anyone({ Sid: 'a; rm -rf /' })) })
    expect(cli).toContain("--statement-id 'a; rm -rf /'")
  })

  itKeepsOrder(
    ['lambda:InvokeFunction', 'lambda:InvokeFunctionUrl'],
    (statements) => judge(functionPolicyPublic, { policy: policyOf(...statements) }).state,
  )
})
