import { describe, expect, it } from 'vitest'
import type { ServiceAccess } from '#server/domain/access/access.ts'
import { roleForTest } from '#server/domain/access/role-for-test.ts'
import { known, mapField } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import { allow, estateOfRole, serviceLinkedRole, unreadRole } from '#server/testing/role-check.ts'
import { roleUnusedPermissions as check } from './role-unused-permissions.ts'

const ROLE = roleForTest(allow(['sqs:SendMessage', 'kms:Decrypt', 'logs:PutLogEvents']))
type Use = Partial<Pick<ServiceAccess, 'use' | 'lastUsedAt'>>
const NEVER: Use = { use: 'not used' }
const at = (day: string): Use => ({ use: 'used', lastUsedAt: `${day}T00:00:00.000Z` })

/** Surroundings in which IAM told of each service when it was last used. */
function withUse(use: Record<string, Use>, role = ROLE): Surroundings {
  const estate = estateOfRole(role)
  const told = mapField(estate.access(role.arn), (access) => ({
    ...access,
    permissions: {
      ...access.permissions,
      services: access.permissions.services.map((one) => ({ ...one, ...use[one.service] })),
    },
  }))
  return Object.assign(estate, { access: () => told })
}

describe('role-unused-permissions', () => {
  it.each<[string, string, Record<string, Use>]>([
    ['pass', 'services that were used this month', { sqs: at('2026-11-10'), kms: at('2026-11-10') }],
    ['fail low', 'a queue that was never used', { sqs: NEVER, kms: at('2026-11-10') }],
    ['fail medium', 'keys that were never used', { sqs: at('2026-11-10'), kms: NEVER }],
    ['fail low', 'a queue that was used in spring', { sqs: at('2026-04-01'), kms: at('2026-11-10') }],
    ['pass', 'a log, as Lambda writes it', { sqs: at('2026-11-10'), kms: at('2026-11-10'), logs: NEVER }],
    ['unknown', 'services of which nothing was told', {}],
    ['fail low', 'a service that was told, beside one that was not', { sqs: NEVER }],
  ])('says %s of %s', (said, _, use) => {
    const verdict = check.evaluate(ROLE, withUse(use))
    expect(verdict.state === 'fail' ? `fail ${verdict.severity}` : verdict.state).toBe(said)
  })

  it.each([
    ['an administrator', roleForTest(allow('*'))],
    ['a role of last week', { ...ROLE, createdAt: known('2026-11-14T00:00:00.000Z') }],
    ['a service-linked role', serviceLinkedRole(allow('sqs:*'))],
  ])('is not applicable to %s', (_, role) => {
    expect(check.evaluate(role, withUse({}, role)).state).toBe('not applicable')
  })

  it('says `unknown` where its policies were not read', () => {
    expect(check.evaluate(unreadRole(), estateOfRole(unreadRole())).state).toBe('unknown')
  })
})
