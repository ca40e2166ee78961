import { authorise, type Context } from '#server/services/context.ts'
import type { UserList } from './schema.ts'
import { toUserRow } from './user-row.ts'

/** Everybody who can sign in, or could. Responders see them too: alerts are given to people. */
export async function listUsers(context: Context): Promise<UserList> {
  authorise(context, 'responder')
  const users = await context.store.prisma.authUser.findMany({
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: 1000,
  })
  return { items: users.map(toUserRow) }
}
