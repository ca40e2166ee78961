import type { Field } from '#server/domain/field.ts'
import type { NamedPolicy } from './role-record.ts'

export type GroupPolicies = { name: string; inline: NamedPolicy[]; attached: NamedPolicy[] }

/** An IAM user with the policies of its groups. */
export type UserRecord = {
  kind: 'user'
  arn: string
  name: string
  accountId: string
  region: string
  path: string
  userId: string
  createdAt: Field<string>
  inlinePolicies: Field<NamedPolicy[]>
  attachedPolicies: Field<NamedPolicy[]>
  groups: Field<GroupPolicies[]>
  permissionsBoundary: Field<NamedPolicy>
  tags: Field<Record<string, string>>
  unknownFields: string[]
}
