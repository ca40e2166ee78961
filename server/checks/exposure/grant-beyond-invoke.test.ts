import { describe, expect, it } from 'vitest'
import { absent, denied } from '#server/domain/field.ts'
import { judge, policyOf, remedyOf } from '#server/testing/judge.ts'
import { itKeepsOrder } from '#server/testing/policy-properties.ts'
import { anyone, service } from '#server/testing/statements.ts'
import { grantBeyondInvoke } from './grant-beyond-invoke.ts'

const OTHER = { Principal: { AWS: '999988887777' } }
const OWN = { Principal: { AWS: 'arn:aws:iam::111122223333:role/ci' } }

describe('grant-beyond-invoke', () => {
  it.each<[string, string, object, string?]>([
    ['fail', 'everything to everyone', anyone({ Action: '*' }), 'critical'],
    ['fail', 'code changes by another account', { ...OTHER, Action: 'lambda:UpdateFunctionCode' }, 'high'],
    ['fail', 'reading by another account', { ...OTHER, Action: ['lambda:GetFunction'] }, 'medium'],
    ['fail', 'all of Lambda to an own role', { ...OWN, Action: 'lambda:*' }, 'medium'],
    ['fail', 'reading by an own role', { ...OWN, Action: 'lambda:GetFunctionConfiguration' }, 'low'],
    [
      'fail',
      'everything but one action',
      { ...OTHER, Action: undefined, NotAction: 'lambda:InvokeFunction' },
      'high',
    ],
    ['pass', 'invoking', service('events')],
    ['pass', 'invoking by pattern', { ...OTHER, Action: 'lambda:Invoke*' }],
    ['pass', 'a Deny of everything', anyone({ Effect: 'Deny', Action: '*' })],
  ])('says %s of %s', (state, _what, statement, severity) => {
    const verdict = judge(grantBeyondInvoke, { policy: policyOf(statement) })
    expect(verdict.state).toBe(state)
    if (severity) expect(verdict).toMatchObject({ severity })
  })

  it('says pass where a Deny takes the action back', () => {
    const policy = policyOf(
      { ...OTHER, Action: 'lambda:UpdateFunctionCode' },
      anyone({ Effect: 'Deny', Action: 'lambda:Update*' }),
    )
    expect(judge(grantBeyondInvoke, { policy }).state).toBe('pass')
  })

  it('says unknown where the policy was denied, and not applicable where there is none', () => {
    expect(judge(grantBeyondInvoke, { policy: denied('lambda:GetPolicy') }).state).toBe('unknown')
    expect(judge(grantBeyondInvoke, { policy: absent() }).state).toBe('not applicable')
  })

  it('leaves invoking alone in the templates', () => {
    const { cloudformation, cli } = remedyOf(grantBeyondInvoke, {
      policy: policyOf({ ...OTHER, Action: 'lambda:*' }),
    })
    expect(cloudformation).toContain('Principal: "999988887777"')
    expect(cli).toContain('remove-permission')
  })

  itKeepsOrder(
    ['lambda:InvokeFunction', 'lambda:UpdateFunctionCode'],
    (statements) => judge(grantBeyondInvoke, { policy: policyOf(...statements) }).state,
  )
})
