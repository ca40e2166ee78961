import { DAY_MS } from '#server/domain/time.ts'
import { ConflictError, NotFoundError } from '#server/errors.ts'
import { recordAudit } from '#server/services/audit/record-audit.ts'
import { authorise, type Context } from '#server/services/context.ts'
import type { AllowEntry } from '#server/store/generated/client.ts'
import { allowEntryRows } from './allow-entry-rows.ts'
import type { AllowEntryRow, CreateAllowEntryInput } from './schema.ts'

async function rowOf(context: Context, record: AllowEntry): Promise<AllowEntryRow> {
  const [row] = await allowEntryRows(context, [record])
  if (!row) throw new NotFoundError('This entry')
  return row
}

/** Says that acts are expected: from now on, and until it ends, they are hits but no alerts. */
export async function createAllowEntry(
  context: Context,
  input: CreateAllowEntryInput,
): Promise<AllowEntryRow> {
  const actor = authorise(context, 'reviewer')
  const now = new Date(context.clock())
  const { selector, reason, days } = input
  const expiresAt = new Date(now.getTime() + days * DAY_MS)
  const created = await context.store.prisma.$transaction(async (tx) => {
    const record = await tx.allowEntry.create({
      data: { ...selector, reason, createdBy: actor.name, createdAt: now, expiresAt },
    })
    await recordAudit(tx, context, {
      action: 'allow-entry.create',
      entity: 'allow-entry',
      entityId: record.id,
      details: { selector, reason, expiresAt: expiresAt.toISOString() },
    })
    return record
  })
  return rowOf(context, created)
}

type Data = { endedAt: Date; endedBy: string } | { expiresAt: Date; reason: string }

async function change(
  context: Context,
  id: string,
  action: 'end' | 'renew',
  data: Data,
): Promise<AllowEntryRow> {
  const now = new Date(context.clock())
  const changed = await context.store.prisma.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT 1 FROM allow_entry WHERE id = ${id}::uuid FOR UPDATE`
    const found = await tx.allowEntry.findUnique({ where: { id } })
    if (!found) throw new NotFoundError('This entry')
    if (found.endedAt || found.expiresAt <= now) throw new ConflictError('This entry has ended.')
    const record = await tx.allowEntry.update({ where: { id }, data })
    await recordAudit(tx, context, {
      action: `allow-entry.${action}`,
      entity: 'allow-entry',
      entityId: id,
      details: { before: { reason: found.reason, expiresAt: found.expiresAt.toISOString() }, after: data },
    })
    return record
  })
  return rowOf(context, changed)
}

/** Ends an entry before its time: what it covered is an alert again, from the next time on. @throws NotFoundError, ConflictError */
export function endAllowEntry(context: Context, { id }: { id: string }): Promise<AllowEntryRow> {
  const actor = authorise(context, 'reviewer')
  return change(context, id, 'end', { endedAt: new Date(context.clock()), endedBy: actor.name })
}

/** Gives an entry another end, counted from now, and says why again. @throws NotFoundError, ConflictError */
export function renewAllowEntry(
  context: Context,
  { id, days, reason }: { id: string; days: number; reason: string },
): Promise<AllowEntryRow> {
  authorise(context, 'reviewer')
  return change(context, id, 'renew', { expiresAt: new Date(context.clock() + days * DAY_MS), reason })
}
