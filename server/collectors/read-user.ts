import { type Field, failed, known } from '#server/domain/field.ts'
import { asText, type JsonObject } from '#server/domain/json.ts'
import type { NamedPolicy } from '#server/domain/records/role-record.ts'
import type { GroupPolicies, UserRecord } from '#server/domain/records/user-record.ts'
import { readIn, readTexts, readTime, type Shape, unknownMembers } from './read-field.ts'
import {
  type ManagedPolicies,
  readAttachedPolicies,
  readBoundary,
  readInlinePolicies,
  readTags,
} from './read-role.ts'

export const USER: Shape = {
  Path: true,
  UserName: true,
  UserId: true,
  Arn: true,
  CreateDate: true,
  UserPolicyList: true,
  GroupList: true,
  AttachedManagedPolicies: true,
  PermissionsBoundary: true,
  Tags: true,
}

/** What a user's record is made from besides the user. */
export type UserSources = {
  groups: ReadonlyMap<string, JsonObject>
  groupsComplete: boolean
  policies: ManagedPolicies
  policiesComplete: boolean
  accountId: string
  region: string
}

export function readUser(from: JsonObject, sources: UserSources, unknown: readonly string[]): UserRecord {
  const { policies, policiesComplete, accountId, region } = sources
  return {
    kind: 'user',
    arn: String(from.Arn),
    name: String(from.UserName),
    accountId,
    region,
    path: asText(from.Path) ?? '/',
    userId: asText(from.UserId) ?? '',
    createdAt: readTime(from, 'CreateDate'),
    inlinePolicies: readInlinePolicies(from, 'UserPolicyList'),
    attachedPolicies: readAttachedPolicies(from, policies, policiesComplete),
    groups: readGroups(from, sources),
    permissionsBoundary: readIn(from, 'PermissionsBoundary', (boundary) =>
      readBoundary(boundary, policies, policiesComplete),
    ),
    tags: readTags(from),
    unknownFields: [...new Set([...unknownMembers(from, USER), ...unknown])].sort(),
  }
}

/** The policies of a user's groups; failed as a whole where one of the groups is not to be seen. */
function readGroups(from: JsonObject, sources: UserSources): Field<GroupPolicies[]> {
  const names = readTexts(from, 'GroupList')
  if (names.state !== 'known') return names
  const groups: GroupPolicies[] = []
  for (const name of [...names.value].sort()) {
    const group = sources.groups.get(name)
    if (group === undefined)
      return failed(
        sources.groupsComplete ? `group ${name} is not among the groups` : 'the listing is incomplete',
      )
    const inline = orNone(readInlinePolicies(group, 'GroupPolicyList'))
    const attached = orNone(readAttachedPolicies(group, sources.policies, sources.policiesComplete))
    if (inline.state !== 'known' || attached.state !== 'known') return failed(`unreadable group ${name}`)
    groups.push({ name, inline: inline.value, attached: attached.value })
  }
  return known(groups)
}

function orNone(field: Field<NamedPolicy[]>): Field<NamedPolicy[]> {
  return field.state === 'absent' ? known([]) : field
}
