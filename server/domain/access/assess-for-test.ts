import { loadActionTable } from '#server/domain/iam/action-table.ts'
import { effectivePermissions } from '#server/domain/iam/effective-permissions.ts'
import { principalPolicies } from '#server/domain/iam/principal-policies.ts'
import type { ScpLevels } from '#server/domain/iam/service-control-policies.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import { type AssessInput, assessRole } from './assess-role.ts'
import { roleForTest, TEST_ACCOUNT } from './role-for-test.ts'

export const table = await loadActionTable()

/** A role with such a policy, judged as the product does it, with no SCP unless one is given. */
export function assess(
  statement: unknown,
  changes: Partial<RoleRecord> = {},
  more: Partial<AssessInput> & { scps?: ScpLevels } = {},
) {
  const { scps = { state: 'none' }, ...rest } = more
  const record = roleForTest(statement, changes)
  const principal = principalPolicies(record, scps)
  const permissions = effectivePermissions(principal, table)
  return assessRole({ record, principal, permissions, sharedBy: [], accountId: TEST_ACCOUNT, table, ...rest })
}
export const allow = (Action: unknown, Resource: unknown = '*', more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
})
export const methods = (access: ReturnType<typeof assess>) =>
  access.risks
    .filter(({ risk }) => risk === 'privilege-escalation')
    .map(({ method, severity }) => `${method}: ${severity}`)
export const risksOf = (access: ReturnType<typeof assess>, risk: string) =>
  access.risks.filter((one) => one.risk === risk)
export const titles = (access: ReturnType<typeof assess>) =>
  access.risks.map(({ title, severity }) => `${severity} ${title}`)
