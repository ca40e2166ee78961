import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { VerdictState } from '#server/domain/verdict.ts'

const principals = fc.constantFrom<unknown>(
  '*',
  { AWS: '*' },
  { AWS: '111122223333' },
  { AWS: '222222222222' },
  { AWS: '999988887777' },
  { AWS: 'arn:aws:iam::999988887777:role/ci' },
  { Service: 'events.amazonaws.com' },
  { Service: 's3.amazonaws.com' },
  { Service: 'alexa-appkit.amazon.com' },
  { Service: ['sns.amazonaws.com', 'apigateway.amazonaws.com'] },
)
const conditions = fc.constantFrom<unknown>(
  undefined,
  undefined,
  { StringEquals: { 'aws:PrincipalOrgID': 'o-own0000000' } },
  { StringNotEquals: { 'aws:PrincipalOrgID': 'o-own0000000' } },
  { StringEquals: { 'aws:SourceAccount': '111122223333' } },
  { StringNotEquals: { 'aws:SourceAccount': '111122223333' } },
  { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::uploads' } },
  { ArnLike: { 'AWS:SourceArn': 'arn:aws:events:eu-west-1:*:rule/nightly' } },
  { IpAddress: { 'aws:SourceIp': ['203.0.113.0/24'] } },
  { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
  { StringEquals: { 'aws:SourceVpce': 'vpce-1' } },
  { StringNotEquals: { 'aws:SourceVpc': ['vpc-1', 'vpc-2'] } },
  { Bool: { 'aws:SecureTransport': 'false' } },
  { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-own0000000/*' } },
  { Odd: { 'aws:Tomorrow': 'x' } },
  'not a condition',
)

/**
 * Two things that hold of every check that judges a resource policy: a Deny more never makes a pass a fail, and an Allow
 * for everyone more never makes a fail a pass. `stateOf` judges a policy of these statements.
 */
export function itKeepsOrder(
  actions: readonly string[],
  stateOf: (statements: object[]) => VerdictState,
): void {
  const statement = (effect: string) =>
    fc.record({
      Sid: fc.string({ maxLength: 8 }),
      Effect: fc.constant(effect),
      Principal: principals,
      Action: fc.constantFrom<unknown>('*', ...actions, [...actions]),
      Resource: fc.constantFrom('*', 'arn:aws:nothing:::here'),
      Condition: conditions,
    })
  const statements = fc.array(fc.oneof(statement('Allow'), statement('Allow'), statement('Deny')), {
    maxLength: 4,
  })

  it('never fails for a Deny more', () => {
    fc.assert(
      fc.property(statements, statement('Deny'), (policy, deny) => {
        if (stateOf(policy) === 'pass') expect(stateOf([...policy, deny])).not.toBe('fail')
      }),
      { numRuns: 300 },
    )
  })

  it('never passes for an Allow of everyone more', () => {
    fc.assert(
      fc.property(statements, (policy) => {
        const everyone = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }
        if (stateOf(policy) === 'fail') expect(stateOf([...policy, everyone])).not.toBe('pass')
      }),
      { numRuns: 300 },
    )
  })
}
