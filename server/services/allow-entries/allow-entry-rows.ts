import { DAY_MS } from '#server/domain/time.ts'
import type { Context } from '#server/services/context.ts'
import { endingState } from '#server/services/ending-state.ts'
import type { AllowEntry } from '#server/store/generated/client.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import type { AllowEntryRow } from './schema.ts'

type Count = { id: string; recent: number; total: number; last: Date }

/** Rows of the list, with how many hits each entry has kept from being alerts. */
export async function allowEntryRows(context: Context, records: AllowEntry[]): Promise<AllowEntryRow[]> {
  const since = new Date(context.clock() - 30 * DAY_MS)
  const ids = records.map((record) => record.id)
  const counts = await queryRows<Count>(
    context.store.pool,
    sql`SELECT allowed_by AS id, count(*) FILTER (WHERE at >= ${since})::int AS recent, count(*)::int AS total, max(last_at) AS last
      FROM detection_hit WHERE allowed_by = ANY(${ids}::uuid[]) GROUP BY 1`,
  )
  const of = new Map(counts.map((row) => [row.id, row]))
  return records.map((record) => {
    const { id, detectionIds, accountId, principal, tool, network, functionName } = record
    const count = of.get(id)
    return {
      id,
      selector: { detectionIds, accountId, principal, tool, network, functionName },
      reason: record.reason,
      createdBy: record.createdBy,
      createdAt: record.createdAt.toISOString(),
      expiresAt: record.expiresAt.toISOString(),
      endedBy: record.endedBy,
      ...endingState(record, context.clock()),
      allowed30d: count?.recent ?? 0,
      allowed: count?.total ?? 0,
      lastAllowedAt: count?.last.toISOString() ?? null,
    }
  })
}
