import { DAY_MS } from '#server/domain/time.ts'
import { ConflictError, InvalidInputError, NotFoundError } from '#server/errors.ts'
import { recordAudit } from '#server/services/audit/record-audit.ts'
import { authorise, type Context } from '#server/services/context.ts'
import type { MaintenanceWindow } from '#server/store/generated/client.ts'
import { maintenanceRows } from './maintenance-rows.ts'
import type { CreateMaintenanceInput, MaintenanceRow, MaintenanceTimes } from './schema.ts'

/** Longer than that is no maintenance but a rule that nobody wants. */
const MAX_ONCE_MS = 14 * DAY_MS

async function rowOf(context: Context, record: MaintenanceWindow): Promise<MaintenanceRow> {
  const [row] = await maintenanceRows(context, [record])
  if (!row) throw new NotFoundError('This maintenance window')
  return row
}

/** The columns that say when. @throws InvalidInputError */
function columnsOf(times: MaintenanceTimes, now: Date) {
  const endsAt = times.endsAt === null ? null : new Date(times.endsAt)
  if (endsAt !== null && endsAt <= now)
    throw new InvalidInputError('It has ended already: choose a later end.')
  if (times.kind === 'weekly') {
    const { kind, days, startMinute, durationMinutes, timeZone } = times
    return {
      kind,
      days: [...new Set(days)].sort(),
      startMinute,
      durationMinutes,
      timeZone,
      startsAt: now,
      endsAt,
    }
  }
  const startsAt = new Date(times.startsAt)
  const lengthMs = (endsAt?.getTime() ?? 0) - startsAt.getTime()
  if (lengthMs <= 0) throw new InvalidInputError('It ends before it begins.')
  if (lengthMs > MAX_ONCE_MS) throw new InvalidInputError('A window is at most 14 days long.')
  return { kind: times.kind, days: [], startsAt, endsAt }
}

/** Says when metrics are expected to be unusual: incidents are recorded, and alerts sleep. @throws InvalidInputError */
export async function createMaintenanceWindow(
  context: Context,
  { selector, times, reason }: CreateMaintenanceInput,
): Promise<MaintenanceRow> {
  const actor = authorise(context, 'responder')
  const now = new Date(context.clock())
  const columns = columnsOf(times, now)
  const created = await context.store.prisma.$transaction(async (tx) => {
    const record = await tx.maintenanceWindow.create({
      data: { ...selector, ...columns, reason, createdBy: actor.name, createdAt: now },
    })
    await recordAudit(tx, context, {
      action: 'maintenance-window.create',
      entity: 'maintenance-window',
      entityId: record.id,
      details: { selector, times, reason },
    })
    return record
  })
  return rowOf(context, created)
}

/** Ends a window now: what is unusual is an alert again. @throws NotFoundError, ConflictError */
export async function endMaintenanceWindow(
  context: Context,
  { id }: { id: string },
): Promise<MaintenanceRow> {
  const actor = authorise(context, 'responder')
  const now = new Date(context.clock())
  const ended = await context.store.prisma.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT 1 FROM maintenance_window WHERE id = ${id}::uuid FOR UPDATE`
    const found = await tx.maintenanceWindow.findUnique({ where: { id } })
    if (!found) throw new NotFoundError('This maintenance window')
    if (found.endedAt || (found.endsAt && found.endsAt <= now))
      throw new ConflictError('This window has ended.')
    const record = await tx.maintenanceWindow.update({
      where: { id },
      data: { endedAt: now, endedBy: actor.name },
    })
    await recordAudit(tx, context, {
      action: 'maintenance-window.end',
      entity: 'maintenance-window',
      entityId: id,
      details: { reason: found.reason, startsAt: found.startsAt, endsAt: found.endsAt },
    })
    return record
  })
  return rowOf(context, ended)
}
