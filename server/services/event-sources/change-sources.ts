import type { SourceDraft } from '#server/domain/trail-sources/source-draft.ts'
import { ConflictError, NotFoundError } from '#server/errors.ts'
import { recordAudit } from '#server/services/audit/record-audit.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { sendJob } from '#server/store/send-job.ts'
import { sql } from '#server/store/sql.ts'
import type { Transaction } from '#server/store/store.ts'
import type { EventSourceRow, UpdateSourceInput } from './schema.ts'
import { sourceRows } from './source-rows.ts'

async function requireAccount(tx: Transaction, id: string): Promise<void> {
  if (!(await tx.awsAccount.findUnique({ where: { id } })))
    throw new NotFoundError(`Account ${id} among the watched accounts`)
}

async function rowOf(context: Context, id: string): Promise<EventSourceRow> {
  // Without a worker, its first start looks at the sources anyway.
  await sendJob(context.store.pool, { name: 'watch-sources', input: {}, key: 'all' }).catch(() => undefined)
  const [row] = await sourceRows(context, sql`s.id = ${id}::uuid`)
  if (!row) throw new NotFoundError('This event source')
  return row
}

/** Has records read from a queue, a bucket, a table or an event data store. @throws ConflictError where they are already */
export async function createSource(context: Context, draft: SourceDraft): Promise<EventSourceRow> {
  const actor = authorise(context, 'admin')
  const { kind, name, address, accountId, region, settings } = draft
  const id = await context.store.prisma.$transaction(async (tx) => {
    await requireAccount(tx, accountId)
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${`event source ${address}`}))`
    if (await tx.trailSource.findFirst({ where: { address, accountId, region } }))
      throw new ConflictError('This is an event source already.')
    const created = await tx.trailSource.create({
      data: {
        kind,
        name,
        address,
        accountId,
        region,
        settings: JSON.parse(JSON.stringify(settings)),
        createdBy: actor.name,
        createdAt: new Date(context.clock()),
      },
    })
    await recordAudit(tx, context, {
      action: 'event-source.create',
      entity: 'event-source',
      entityId: created.id,
      details: { kind, name, address, accountId, region, settings },
    })
    return created.id
  })
  return rowOf(context, id)
}

/** Renames a source, or switches it off or on. @throws NotFoundError */
export async function updateSource(
  context: Context,
  { id, ...input }: UpdateSourceInput & { id: string },
): Promise<EventSourceRow> {
  authorise(context, 'admin')
  await context.store.prisma.$transaction(async (tx) => {
    const found = await tx.trailSource.findUnique({ where: { id } })
    if (!found) throw new NotFoundError('This event source')
    const isSwitchedOn = input.enabled === true && !found.enabled
    await tx.trailSource.update({
      where: { id },
      data: { ...input, ...(isSwitchedOn ? { status: 'new', statusText: '' } : {}) },
    })
    await recordAudit(tx, context, {
      action: 'event-source.update',
      entity: 'event-source',
      entityId: id,
      details: { from: { name: found.name, enabled: found.enabled }, to: input },
    })
  })
  return rowOf(context, id)
}

/** Reads from a source no longer; the events that it brought stay. @throws NotFoundError */
export async function deleteSource(context: Context, { id }: { id: string }): Promise<void> {
  authorise(context, 'admin')
  await context.store.prisma.$transaction(async (tx) => {
    const found = await tx.trailSource.findUnique({ where: { id } })
    if (!found) throw new NotFoundError('This event source')
    await tx.trailSource.delete({ where: { id } })
    const { kind, name, address, accountId, region } = found
    await recordAudit(tx, context, {
      action: 'event-source.delete',
      entity: 'event-source',
      entityId: id,
      details: { kind, name, address, accountId, region },
    })
  })
}
