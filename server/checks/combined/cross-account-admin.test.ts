import { describe, expect, it } from 'vitest'
import { roleForTest } from '#server/domain/access/role-for-test.ts'
import { denied } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import { ADMIN, judge } from '#server/testing/judge.ts'
import { policy } from '#server/testing/statements.ts'
import { crossAccountAdmin } from './cross-account-admin.ts'

const ROLE = { name: 'orders-api-role' }
const admin = roleForTest(ADMIN, ROLE)
const plain = roleForTest({ Effect: 'Allow', Action: 'sqs:ListQueues', Resource: '*' }, ROLE)
const STRANGER = policy({ Principal: { AWS: '999988887777' } })

describe('cross-account-admin', () => {
  it.each<[string, string, Partial<FunctionRecord>, RoleRecord]>([
    ['fail', 'a stranger and an administrator', STRANGER, admin],
    ['pass', 'a stranger and a plain role', STRANGER, plain],
    [
      'not applicable',
      'an account of the organisation',
      policy({ Principal: { AWS: '222222222222' } }),
      admin,
    ],
    ['not applicable', 'nobody else', {}, admin],
    [
      'unknown',
      'a policy that was denied and an administrator',
      { policy: denied('lambda:GetPolicy') },
      admin,
    ],
  ])('says %s of %s', (state, _what, values, role) => {
    expect(judge(crossAccountAdmin, values, [role]).state).toBe(state)
  })

  it('says not applicable of an account that the organisation trusts', () => {
    const parameters = { trustedAccounts: ['999988887777'] }
    expect(judge(crossAccountAdmin, STRANGER, [admin], { parameters }).state).toBe('not applicable')
  })
})
