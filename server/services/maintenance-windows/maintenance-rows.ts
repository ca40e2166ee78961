import { type Maintenance, maintainedUntil } from '#server/domain/maintenance.ts'
import type { Context } from '#server/services/context.ts'
import type { MaintenanceWindow } from '#server/store/generated/client.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import type { MaintenanceRow } from './schema.ts'

function toMaintenance(record: MaintenanceWindow): Maintenance {
  const { startsAt, endsAt, endedAt, kind, ...rest } = record
  return {
    ...rest,
    kind: kind === 'weekly' ? 'weekly' : 'once',
    startsMs: startsAt.getTime(),
    endsMs: endsAt?.getTime() ?? null,
    endedMs: endedAt?.getTime() ?? null,
  }
}

export function stateOf(window: Maintenance, nowMs: number): MaintenanceRow['state'] {
  const isOver = window.endedMs !== null || (window.endsMs !== null && window.endsMs <= nowMs)
  if (isOver) return 'ended'
  return maintainedUntil(window, nowMs) === null ? 'planned' : 'now'
}

/** Rows of the list, with how many incidents each window kept from being alerts. */
export async function maintenanceRows(
  context: Context,
  records: MaintenanceWindow[],
): Promise<MaintenanceRow[]> {
  const nowMs = context.clock()
  const counts = await queryRows<{ id: string; count: number }>(
    context.store.pool,
    sql`SELECT maintenance_id AS id, count(*)::int AS count FROM metric_incident
      WHERE maintenance_id = ANY(${records.map(({ id }) => id)}::uuid[]) GROUP BY 1`,
  )
  const countOf = new Map(counts.map(({ id, count }) => [id, count]))
  return records.map((record) => {
    const window = toMaintenance(record)
    const untilMs = maintainedUntil(window, nowMs)
    const { id, accountId, region, functionName, days, startMinute, durationMinutes, timeZone, reason } =
      record
    return {
      id,
      selector: { accountId, region, functionName },
      kind: window.kind,
      startsAt: record.startsAt.toISOString(),
      endsAt: record.endsAt?.toISOString() ?? null,
      days,
      startMinute,
      durationMinutes,
      timeZone,
      reason,
      createdBy: record.createdBy,
      createdAt: record.createdAt.toISOString(),
      endedAt: record.endedAt?.toISOString() ?? null,
      endedBy: record.endedBy,
      state: stateOf(window, nowMs),
      holdsUntil: untilMs === null ? null : new Date(untilMs).toISOString(),
      incidents: countOf.get(id) ?? 0,
    }
  })
}
