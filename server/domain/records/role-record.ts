import type { Field } from '#server/domain/field.ts'
import type { PolicyDocument } from './function-record.ts'

export type NamedPolicy = { name: string; arn?: string; document: Field<PolicyDocument> }

/** An IAM role with all that GetAccountAuthorizationDetails tells of it. */
export type RoleRecord = {
  kind: 'role'
  arn: string
  name: string
  accountId: string
  region: string
  path: string
  roleId: string
  createdAt: Field<string>
  trustPolicy: Field<PolicyDocument>
  inlinePolicies: Field<NamedPolicy[]>
  attachedPolicies: Field<NamedPolicy[]>
  permissionsBoundary: Field<NamedPolicy>
  lastUsedAt: Field<string>
  lastUsedRegion: Field<string>
  tags: Field<Record<string, string>>
  unknownFields: string[]
}
