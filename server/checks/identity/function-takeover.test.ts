import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { policyDocument, roleForTest, userForTest } from '#server/domain/access/role-for-test.ts'
import { absent, known } from '#server/domain/field.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { allow, deny } from '#server/testing/role-check.ts'
import { functionTakeover as check } from './function-takeover.ts'

const UPDATE = allow('lambda:UpdateFunctionCode')
const users = (count: number, statement: unknown = UPDATE) =>
  Array.from({ length: count }, (_, i) => userForTest(statement, { name: `u${i}` }))
const OWN = roleForTest(allow('sqs:ListQueues'))
const POWERFUL = roleForTest(allow('kms:*'))
const FN = makeFunctionRecord({ roleArn: known(OWN.arn) })

function judge(records: ResourceRecord[], more: { role?: typeof OWN; maxPrincipals?: number } = {}) {
  const { role = OWN, maxPrincipals = 2 } = more
  return check.evaluate(FN, estateOf([FN, role, ...records]), { maxPrincipals })
}

describe('function-takeover', () => {
  it.each<[string, string, ResourceRecord[], object?]>([
    ['pass', 'two users', users(2)],
    ['fail low', 'three users and a harmless role', users(3)],
    ['fail high', 'three users and a dangerous role', users(3), { role: POWERFUL }],
    ['pass', 'three users who are administrators', users(3, allow('*'))],
    ['pass', 'three users with a Deny', users(3, [UPDATE, deny('lambda:*')])],
    ['pass', 'three users with another function', users(3, allow('lambda:*', `${FN.arn}-2`))],
    [
      'pass',
      'three users under a condition',
      users(3, { ...UPDATE, Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }),
    ],
    [
      'pass',
      'a service-linked role and two users',
      [...users(2), roleForTest(UPDATE, { name: 'linked', path: '/aws-service-role/x/' })],
    ],
    [
      'pass',
      'the role of a deployment tool and two users',
      [
        ...users(2),
        roleForTest(allow('*'), {
          name: 'cdk-hnb659fds-cfn-exec-role-111122223333-eu-west-1',
          trustPolicy: known(
            policyDocument({
              Effect: 'Allow',
              Principal: { Service: 'cloudformation.amazonaws.com' },
              Action: 'sts:AssumeRole',
            }),
          ),
        }),
      ],
    ],
  ])('says %s of %s', (said, _, records, more) => {
    const verdict = judge(records, more)
    expect(verdict.state === 'fail' ? `fail ${verdict.severity}` : verdict.state).toBe(said)
  })

  it('fails for no more by a Deny, and by none with a Deny of everything', () => {
    const actions = [
      'lambda:*',
      'lambda:Update*',
      'lambda:AddPermission',
      'iam:PassRole',
      'iam:*',
      '*',
    ] as const
    const some = fc.subarray([...actions], { minLength: 1 })
    fc.assert(
      fc.property(some, some, (granted, refused) => {
        const given = users(1, allow(granted))
        const limited = users(1, [allow(granted), deny(refused)])
        const without = judge(given, { maxPrincipals: 0 }).state
        const within = judge(limited, { maxPrincipals: 0 }).state
        // An administrator, of whom the check does not speak, may be one no more by the Deny.
        if (within === 'fail' && !granted.includes('*')) expect(without).toBe('fail')
        expect(judge(users(1, [allow(granted), deny('*')]), { maxPrincipals: 0 }).state).toBe('pass')
      }),
      { numRuns: 40 },
    )
  })

  it('lists who and how', () => {
    const verdict = judge(users(1), { maxPrincipals: 0 })
    expect(verdict).toMatchObject({
      state: 'fail',
      evidence: [
        {
          label: 'arn:aws:iam::111122223333:user/u0',
          value: 'lambda:UpdateFunctionCode on orders-api',
        },
      ],
    })
  })

  it('says unknown where users were not collected', () => {
    expect(check.evaluate(FN, estateOf([FN, OWN], { without: ['user'] })).state).toBe('unknown')
  })

  it('is not applicable to a function without a role', () => {
    const fn = makeFunctionRecord({ roleArn: absent() })
    expect(check.evaluate(fn, estateOf([fn])).state).toBe('not applicable')
  })
})
