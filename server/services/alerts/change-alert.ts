import { ConflictError, NotFoundError } from '#server/errors.ts'
import { recordAudit } from '#server/services/audit/record-audit.ts'
import { type Actor, authorise, type Context } from '#server/services/context.ts'
import type { Alert, Prisma } from '#server/store/generated/client.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import { type AlertRecord, alertRows, selectAlerts } from './alert-rows.ts'
import type { AlertRow } from './schema.ts'

export type AlertChange = {
  /** New values; nothing for a comment. */
  data: Prisma.AlertUncheckedUpdateInput
  entry: { kind: string; text: string }
}

/**
 * One change of an alert by a responder: reads it under a lock, writes the change, its timeline entry and the audit entry in
 * one transaction. `decide` says what changes, or throws a ConflictError.
 */
export async function changeAlert(
  context: Context,
  id: string,
  action: string,
  decide: (alert: Alert, actor: Actor, now: Date) => AlertChange,
): Promise<AlertRow> {
  const actor = authorise(context, 'responder')
  const now = new Date(context.clock())
  await context.store.prisma.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT 1 FROM alert WHERE id = ${id}::uuid FOR UPDATE`
    const alert = await tx.alert.findUnique({ where: { id } })
    if (!alert) throw new NotFoundError('This alert')
    const { data, entry } = decide(alert, actor, now)
    await tx.alert.update({ where: { id }, data })
    await tx.alertEntry.create({
      data: { alertId: id, at: now, actorId: actor.userId, actor: actor.name, ...entry },
    })
    await recordAudit(tx, context, {
      action: `alert.${action}`,
      entity: 'alert',
      entityId: id,
      details: { from: alert.state, text: entry.text },
    })
  })
  const records = await queryRows<AlertRecord>(
    context.store.pool,
    selectAlerts(sql`SELECT * FROM alert WHERE id = ${id}::uuid`),
  )
  const [row] = await alertRows(context, records)
  if (!row) throw new NotFoundError('This alert')
  return row
}

/** @throws ConflictError for an alert that has ended */
export function requireOpen(alert: Alert): void {
  if (alert.state === 'resolved') throw new ConflictError('This alert is resolved.')
}
