import { severityRank } from '#server/domain/severity.ts'
import { type AlertRow, alertState } from '#server/services/alerts/schema.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import type { Store } from '#server/store/store.ts'
import type { LiveMessage } from './schema.ts'

const SHOWN = 10

type Row = Pick<AlertRow, 'id' | 'title' | 'severity' | 'state'>

/** What pages are told of these alerts, the worst first. */
export async function readLiveAlerts(
  { pool }: Pick<Store, 'pool'>,
  ids: readonly string[],
): Promise<LiveMessage | undefined> {
  const rows = await queryRows<Row>(
    pool,
    sql`SELECT id, title, severity, state FROM alert WHERE id = ANY(${[...ids]}::uuid[]) ORDER BY started_at DESC, id`,
  )
  if (rows.length === 0) return undefined
  const worstFirst = rows
    .filter((row) => alertState.safeParse(row.state).success)
    .sort((a, b) => severityRank(a.severity) - severityRank(b.severity))
  return { kind: 'alerts', items: worstFirst.slice(0, SHOWN), more: Math.max(0, rows.length - SHOWN) }
}
