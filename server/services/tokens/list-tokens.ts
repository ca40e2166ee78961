import { authorise, type Context } from '#server/services/context.ts'
import type { TokenList } from './schema.ts'
import { toTokenRow } from './token-row.ts'

/** The caller's own tokens that are not revoked; an administrator sees everybody's. */
export async function listTokens(context: Context): Promise<TokenList> {
  const actor = authorise(context, 'viewer')
  const tokens = await context.store.prisma.apiToken.findMany({
    where: { revokedAt: null, ...(actor.role === 'admin' ? {} : { userId: actor.userId }) },
    include: { user: { select: { name: true } } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: 500,
  })
  return { items: tokens.map(toTokenRow) }
}
