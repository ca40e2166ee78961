import { authorise, type Context } from '#server/services/context.ts'
import { accountRows } from './account-rows.ts'
import type { AccountList } from './schema.ts'

/** The accounts that are watched, the home account first. */
export async function listAccounts(context: Context): Promise<AccountList> {
  authorise(context, 'viewer')
  return { items: await accountRows(context) }
}
