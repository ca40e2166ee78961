import { valueOr } from '#server/domain/field.ts'
import type { OrganizationRecord } from '#server/domain/records/organization-record.ts'
import type { Audience } from './reach.ts'

/** Tells how far an account is from the one that has the function. */
export type Neighbourhood = {
  accountId: string
  organizationId: string | null
  audienceOf: (accountId: string | null) => Audience
  /** Whether the account is in the organisation; undefined where nobody can tell. */
  isMember: (accountId: string) => boolean | undefined
}

const cache = new WeakMap<OrganizationRecord, ReadonlySet<string> | null>()

function membersOf(organization: OrganizationRecord | undefined): ReadonlySet<string> | null {
  if (!organization) return null
  const cached = cache.get(organization)
  if (cached !== undefined) return cached
  const accounts = valueOr(organization.accounts, [])
  const members = accounts
    ? new Set([organization.managementAccountId, ...accounts.map((one) => one.id)])
    : null
  cache.set(organization, members)
  return members
}

/** An account outside the organisation, or of which nobody knows, is another account. */
export function neighbourhoodOf(
  accountId: string,
  organization: OrganizationRecord | undefined,
): Neighbourhood {
  const members = membersOf(organization)
  const isMember = (other: string) => (other === accountId ? true : members?.has(other))
  return {
    accountId,
    organizationId: organization?.name ?? null,
    isMember,
    audienceOf: (other) => {
      if (other === accountId) return 'account'
      return other !== null && isMember(other) === true && organization ? 'organization' : 'other-accounts'
    },
  }
}
