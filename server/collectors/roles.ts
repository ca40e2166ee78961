import type { Operation } from '#server/aws/operation.ts'
import { GLOBAL_REGION } from '#server/domain/records/resource-kind.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import { readAuthorizationDetails } from './authorization-details.ts'
import { defineCollector } from './define-collector.ts'
import type { Batches } from './read-each.ts'
import { ROLE, readRole } from './read-role.ts'

const getDetails: Operation = {
  service: 'iam',
  name: 'GetAccountAuthorizationDetails',
  permission: 'iam:GetAccountAuthorizationDetails',
  costUsd: 0,
  hides: 'all roles, their policies and who may assume them',
}
const BATCH_SIZE = 100

/** AWS may put the policies on any page, so roles are handed on when all pages are read. */
export const roles = defineCollector<RoleRecord>({
  id: 'roles',
  title: 'Roles',
  scope: 'account',
  kind: 'role',
  changedBy: ['iam.amazonaws.com'],
  operations: [getDetails],
  async *collect(context): Batches<RoleRecord> {
    const filter = ['Role' as const, 'LocalManagedPolicy' as const, 'AWSManagedPolicy' as const]
    const details = await readAuthorizationDetails(context, getDetails, filter, { RoleDetailList: ROLE })
    const { entities, policies, complete, unknownOf } = details
    const records = entities.map((role) =>
      readRole(role, policies, complete, context.account.id, GLOBAL_REGION, unknownOf(String(role.Arn))),
    )
    for (let from = 0; from < records.length; from += BATCH_SIZE) yield records.slice(from, from + BATCH_SIZE)
    return { complete }
  },
})
