import { ConflictError, NotFoundError } from '#server/errors.ts'
import { recordAudit } from '#server/services/audit/record-audit.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { sql } from '#server/store/sql.ts'
import { readCanaries } from './list-canaries.ts'
import type { CanaryRow, CreateCanaryInput } from './schema.ts'

/** Marks what nobody has a reason to touch. @throws ConflictError where it is marked already */
export async function createCanary(context: Context, input: CreateCanaryInput): Promise<CanaryRow> {
  const actor = authorise(context, 'reviewer')
  const now = new Date(context.clock())
  const { kind, accountId, name } = input
  const id = await context.store.prisma.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${`canary ${kind} ${accountId} ${name}`}))`
    const there = await tx.canary.findUnique({ where: { kind_accountId_name: { kind, accountId, name } } })
    if (there) throw new ConflictError('This is a canary already.')
    const created = await tx.canary.create({ data: { ...input, createdBy: actor.name, createdAt: now } })
    await recordAudit(tx, context, {
      action: 'canary.create',
      entity: 'canary',
      entityId: created.id,
      details: input,
    })
    return created.id
  })
  const [row] = await readCanaries(context, sql`c.id = ${id}::uuid`)
  if (!row) throw new NotFoundError('This canary')
  return row
}

/** Takes the mark away: what touches it is no alert any more. @throws NotFoundError */
export async function deleteCanary(context: Context, { id }: { id: string }): Promise<void> {
  authorise(context, 'reviewer')
  await context.store.prisma.$transaction(async (tx) => {
    const found = await tx.canary.findUnique({ where: { id } })
    if (!found) throw new NotFoundError('This canary')
    await tx.canary.delete({ where: { id } })
    await recordAudit(tx, context, {
      action: 'canary.delete',
      entity: 'canary',
      entityId: id,
      details: { kind: found.kind, accountId: found.accountId, name: found.name, note: found.note },
    })
  })
}
