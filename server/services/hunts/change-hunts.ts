import { hasRole } from '#server/domain/user-role.ts'
import { ConflictError, ForbiddenError, NotFoundError } from '#server/errors.ts'
import { recordAudit } from '#server/services/audit/record-audit.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { toHuntRow } from './list-hunts.ts'
import type { HuntRow, SaveHuntInput } from './schema.ts'

const MOST_OF_ONE = 200

/**
 * Keeps a search of the events page under a name; one of the same name and owner is replaced.
 * @throws ForbiddenError for sharing below responder, ConflictError from 200 hunts of one owner on
 */
export async function saveHunt(context: Context, input: SaveHuntInput): Promise<HuntRow> {
  const actor = authorise(context, 'viewer')
  if (input.shared && !hasRole(actor.role, 'responder'))
    throw new ForbiddenError('To share a hunt needs the responder role.')
  const owner = { ownerId: actor.userId }
  return context.store.prisma.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${`hunts ${actor.userId}`}))`
    const { count } = await tx.savedHunt.deleteMany({ where: { ...owner, name: input.name } })
    if (count === 0 && (await tx.savedHunt.count({ where: owner })) >= MOST_OF_ONE)
      throw new ConflictError(`You have ${MOST_OF_ONE} hunts: delete one first.`)
    const record = await tx.savedHunt.create({
      data: { ...input, ...owner, createdAt: new Date(context.clock()) },
      include: { owner: { select: { name: true } } },
    })
    await recordAudit(tx, context, {
      action: count === 0 ? 'hunt.create' : 'hunt.replace',
      entity: 'hunt',
      entityId: record.id,
      details: input,
    })
    return toHuntRow(record, actor.userId)
  })
}

/** Deletes one's own hunt, or as an admin one that is shared. @throws NotFoundError, ForbiddenError */
export async function deleteHunt(context: Context, { id }: { id: string }): Promise<void> {
  const actor = authorise(context, 'viewer')
  await context.store.prisma.$transaction(async (tx) => {
    const found = await tx.savedHunt.findUnique({ where: { id } })
    const isOwn = found?.ownerId === actor.userId
    if (!found || !(isOwn || found.shared)) throw new NotFoundError('This hunt')
    if (!isOwn && !hasRole(actor.role, 'admin'))
      throw new ForbiddenError('Only its owner or an admin may delete this hunt.')
    await tx.savedHunt.delete({ where: { id } })
    await recordAudit(tx, context, {
      action: 'hunt.delete',
      entity: 'hunt',
      entityId: id,
      details: { name: found.name, query: found.query, shared: found.shared },
    })
  })
}
