import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { policyStatements } from '#server/domain/iam/policy-document.ts'
import type { JsonObject } from '#server/domain/json.ts'
import { ManagedPolicies, readRole } from './read-role.ts'

const ARN = 'arn:aws:iam::111122223333:role/x/pay'
const POLICY = 'arn:aws:iam::111122223333:policy/p'
const document = (action: string) =>
  JSON.stringify({ Statement: { Effect: 'Allow', Action: action, Resource: '*' } })

function read(role: JsonObject, policies: JsonObject[] = [], complete = true) {
  const managed = new ManagedPolicies()
  for (const policy of policies) managed.add(policy)
  return readRole({ Arn: ARN, RoleName: 'pay', ...role }, managed, complete, '111122223333', 'global')
}

describe('readRole', () => {
  it('reads trust, inline and attached policies, encoded or plain', () => {
    const role = read(
      {
        AssumeRolePolicyDocument: encodeURIComponent(document('sts:AssumeRole')),
        RolePolicyList: [{ PolicyName: 'b', PolicyDocument: document('b:b') }, { PolicyName: 'a' }],
        AttachedManagedPolicies: [{ PolicyName: 'p', PolicyArn: POLICY }],
        Tags: [{ Key: 'team', Value: 'pay' }, { Key: 'bare' }, null],
        RoleLastUsed: { LastUsedDate: new Date(0), Region: 'eu-west-1' },
      },
      [
        {
          Arn: POLICY,
          DefaultVersionId: 'v2',
          PolicyVersionList: [
            { VersionId: 'v1', Document: document('old:one') },
            { VersionId: 'v2', Document: encodeURIComponent(document('new:one')) },
          ],
        },
      ],
    )
    expect(role.trustPolicy).toMatchObject({ state: 'known' })
    expect(role.inlinePolicies).toMatchObject({
      value: [
        { name: 'a', document: { state: 'absent' } },
        { name: 'b', document: { state: 'known' } },
      ],
    })
    const attached =
      role.attachedPolicies.state === 'known' ? role.attachedPolicies.value[0]?.document : undefined
    const statements = attached?.state === 'known' ? policyStatements(attached.value) : undefined
    expect(statements?.[0]?.actions).toEqual(['new:one'])
    expect(role.tags).toEqual({ state: 'known', value: { bare: '', team: 'pay' } })
    expect(role.lastUsedAt).toEqual({ state: 'known', value: '1970-01-01T00:00:00.000Z' })
  })

  it('keeps a policy that is not JSON, unread', () => {
    const role = read({ AssumeRolePolicyDocument: 'what?' })
    expect(role.trustPolicy).toEqual({ state: 'known', value: { raw: 'what?', parsed: undefined } })
  })

  it.each([
    [true, 'not among the managed policies'],
    [false, 'the listing is incomplete'],
  ])('does not take a policy for empty that was not given (complete: %s)', (complete, reason) => {
    const role = read({ AttachedManagedPolicies: [{ PolicyName: 'p', PolicyArn: POLICY }] }, [], complete)
    expect(role.attachedPolicies).toMatchObject({ value: [{ document: { state: 'failed', reason } }] })
  })

  it('makes a record of any JSON', () => {
    const keys = fc.constantFrom(
      'AssumeRolePolicyDocument',
      'RolePolicyList',
      'AttachedManagedPolicies',
      'Tags',
      'RoleLastUsed',
      'PermissionsBoundary',
      'Other',
    )
    fc.assert(
      fc.property(fc.dictionary(keys, fc.jsonValue()), (role) => {
        expect(read(role, [role]).name).toBe('pay')
      }),
    )
  })
})
