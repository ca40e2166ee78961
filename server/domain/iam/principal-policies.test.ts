import { describe, expect, it } from 'vitest'
import { absent, denied, failed, known } from '#server/domain/field.ts'
import type { UserRecord } from '#server/domain/records/user-record.ts'
import { evaluate } from './evaluate.ts'
import { principalPolicies } from './principal-policies.ts'
import { allow, named, roleOf } from './role-for-test.ts'

const NONE = { state: 'none' } as const

const user = (more: Partial<UserRecord> = {}): UserRecord => ({
  kind: 'user',
  arn: 'arn:aws:iam::111122223333:user/ann',
  name: 'ann',
  accountId: '111122223333',
  region: 'global',
  path: '/',
  userId: 'AIDAANN',
  createdAt: absent(),
  inlinePolicies: absent(),
  attachedPolicies: absent(),
  groups: absent(),
  permissionsBoundary: absent(),
  tags: known({ Team: 'blue' }),
  unknownFields: [],
  ...more,
})

describe('principalPolicies', () => {
  it('gives a user what its groups have, and names the group', () => {
    const home = ['arn:aws:s3:::', '{aws:username}/', '{aws:PrincipalTag/Team}'].join('$')
    const groups = known([{ name: 'devs', inline: [named('own', allow('s3:*', home))], attached: [] }])
    const decision = evaluate(principalPolicies(user({ groups }), NONE), {
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::ann/blue',
    })
    expect(decision).toMatchObject({
      effect: 'allowed',
      conditional: false,
      by: [{ policy: 'own (group devs)' }],
    })
  })

  it('leaves a role’s tags open, as a session may bring others', () => {
    const statement = allow('s3:*', '*', { Condition: { StringEquals: { 'aws:PrincipalTag/Team': 'blue' } } })
    const principal = principalPolicies(roleOf([statement], { tags: known({ Team: 'blue' }) }), NONE)
    const decision = evaluate(principal, { action: 's3:GetObject', resource: '*' })
    expect(decision).toMatchObject({ effect: 'allowed', conditional: true })
  })

  it('says in words what could not be read', () => {
    const edge = { name: 'edge', arn: 'arn:edge', document: failed<never>('timed out') }
    const record = user({
      inlinePolicies: denied('iam:ListUserPolicies'),
      groups: failed('throttled'),
      permissionsBoundary: known(edge),
    })
    expect(principalPolicies(record, { state: 'unseen', reason: 'denied' }).unseen).toEqual([
      'inline policies: reading was denied (iam:ListUserPolicies)',
      'groups: reading failed (throttled)',
      'permissions boundary edge: reading failed (timed out)',
      'service control policies: denied',
    ])
  })
})
