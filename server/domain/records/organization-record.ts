import type { Field } from '#server/domain/field.ts'
import type { PolicyDocument } from './function-record.ts'

export type OrganizationUnit = { id: string; name: string; parentId: string | null }

export type OrganizationAccount = {
  id: string
  name: string
  /** ACTIVE | SUSPENDED | … */
  status: string
  /** Id of the root or unit that it is in. */
  parentId: string
  tags: Field<Record<string, string>>
}

export type ServiceControlPolicy = {
  id: string
  name: string
  document: Field<PolicyDocument>
  /** Ids of roots, units and accounts that it is attached to. */
  targets: Field<string[]>
}

/** The AWS Organization as its management or delegated account sees it. Stored under the global region. */
export type OrganizationRecord = {
  kind: 'organization'
  arn: string
  /** o-… */
  name: string
  accountId: string
  region: string
  managementAccountId: string
  /** ALL | CONSOLIDATED_BILLING: SCPs act with ALL alone, and never on the management account. */
  featureSet: Field<string>
  /** Roots have no parent. */
  units: Field<OrganizationUnit[]>
  accounts: Field<OrganizationAccount[]>
  serviceControlPolicies: Field<ServiceControlPolicy[]>
  unknownFields: string[]
}
