import { NotFoundError } from '#server/errors.ts'
import { recordAudit } from '#server/services/audit/record-audit.ts'
import { authorise, type Context } from '#server/services/context.ts'

/** Ends one of the caller's tokens; an administrator may end anybody's. @throws NotFoundError */
export async function revokeToken(context: Context, { id }: { id: string }): Promise<void> {
  const actor = authorise(context, 'viewer')
  await context.store.prisma.$transaction(async (tx) => {
    const { count } = await tx.apiToken.updateMany({
      where: { id, revokedAt: null, ...(actor.role === 'admin' ? {} : { userId: actor.userId }) },
      data: { revokedAt: new Date(context.clock()) },
    })
    if (count === 0) throw new NotFoundError('This token')
    await recordAudit(tx, context, { action: 'token.revoke', entity: 'token', entityId: id })
  })
}
