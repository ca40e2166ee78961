import type { EntityType } from '@aws-sdk/client-iam'
import type { Operation } from '#server/aws/operation.ts'
import { asArray, asObject, asText, type JsonObject } from '#server/domain/json.ts'
import { GLOBAL_REGION } from '#server/domain/records/resource-kind.ts'
import type { UserRecord } from '#server/domain/records/user-record.ts'
import { type AuthorizationDetails, readAuthorizationDetails } from './authorization-details.ts'
import { type CollectorContext, defineCollector } from './define-collector.ts'
import type { Batches } from './read-each.ts'
import { ManagedPolicies } from './read-role.ts'
import { readUser, USER } from './read-user.ts'

const getDetails: Operation = {
  service: 'iam',
  name: 'GetAccountAuthorizationDetails',
  permission: 'iam:GetAccountAuthorizationDetails',
  costUsd: 0,
  hides: 'all users and groups, and so who may change a function or take its role',
}
const BATCH_SIZE = 100

/**
 * IAM users with the policies of their groups. Users and groups are listed first; managed policies only of the kinds
 * that any of them has, which is one call in an account whose people all come by single sign-on.
 */
export const users = defineCollector<UserRecord>({
  id: 'users',
  title: 'IAM users',
  scope: 'account',
  kind: 'user',
  changedBy: ['iam.amazonaws.com'],
  operations: [getDetails],
  async *collect(context): Batches<UserRecord> {
    const details = await readAuthorizationDetails(context, getDetails, ['User', 'Group'], {
      UserDetailList: USER,
    })
    const { entities, unknownOf } = details
    const listed = entities.filter(({ UserName }) => asText(UserName) !== undefined)
    const groups = entities.filter(({ GroupName }) => asText(GroupName) !== undefined)
    const used = usedGroups(listed, groups)
    const { policies, complete } = await readPolicies(context, policyKinds([...listed, ...used]))
    const sources = {
      groups: new Map(groups.map((group) => [String(group.GroupName), group])),
      groupsComplete: details.complete,
      policies,
      policiesComplete: complete,
      accountId: context.account.id,
      region: GLOBAL_REGION,
    }
    const records = listed.map((user) => readUser(user, sources, unknownOf(String(user.Arn))))
    for (let from = 0; from < records.length; from += BATCH_SIZE) yield records.slice(from, from + BATCH_SIZE)
    return { complete: details.complete && complete }
  },
})

function usedGroups(listed: JsonObject[], groups: JsonObject[]): JsonObject[] {
  const names = new Set(listed.flatMap((user) => asArray(user.GroupList)))
  return groups.filter(({ GroupName }) => names.has(GroupName))
}

function policyKinds(entities: JsonObject[]): EntityType[] {
  const arns = entities.flatMap((entity) => [
    ...asArray(entity.AttachedManagedPolicies).map((policy) => asText(asObject(policy).PolicyArn)),
    asText(asObject(entity.PermissionsBoundary).PermissionsBoundaryArn),
  ])
  const byAws = arns.some((arn) => arn?.includes(':iam::aws:'))
  const byAccount = arns.some((arn) => arn !== undefined && !arn.includes(':iam::aws:'))
  return [
    ...(byAccount ? ['LocalManagedPolicy' as const] : []),
    ...(byAws ? ['AWSManagedPolicy' as const] : []),
  ]
}

async function readPolicies(
  context: CollectorContext,
  kinds: EntityType[],
): Promise<Pick<AuthorizationDetails, 'policies' | 'complete'>> {
  if (kinds.length === 0) return { policies: new ManagedPolicies(), complete: true }
  return readAuthorizationDetails(context, getDetails, kinds, {})
}
