import type { OrganizationList } from '#server/services/accounts/schema.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { organizationRows } from './organization-rows.ts'

/** The organizations whose accounts are watched. */
export async function listOrganizations(context: Context): Promise<OrganizationList> {
  authorise(context, 'viewer')
  return { items: await organizationRows(context) }
}
