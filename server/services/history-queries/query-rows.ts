import type { HistoryFilter } from '#server/domain/trail-sources/history-filter.ts'
import { type QueryStatus, queryPriceUsd } from '#server/domain/trail-sources/query-price.ts'
import type { TrailSource } from '#server/domain/trail-sources/trail-source.ts'
import type { Context } from '#server/services/context.ts'
import { queryRows, type Sql, sql } from '#server/store/sql.ts'
import { historySql } from './plan-history.ts'
import type { HistoryQueryRow } from './schema.ts'

type QueryRecord = {
  id: string
  source_id: string
  source_name: string
  kind: TrailSource['kind']
  address: string
  settings: Record<string, unknown>
  filter: HistoryFilter
  status: QueryStatus
  status_text: string
  budget_bytes: number
  scanned_bytes: number | null
  records: number | null
  added: number | null
  created_by: string
  created_at: Date
  finished_at: Date | null
}

const SHOWN = 100

/** Questions about the past, the latest first. */
export async function historyQueryRows(context: Context, where: Sql = sql`TRUE`): Promise<HistoryQueryRow[]> {
  const records = await queryRows<QueryRecord>(
    context.store.pool,
    sql`SELECT q.id, q.source_id, s.name AS source_name, s.kind, s.address, s.settings, q.filter, q.status, q.status_text,
        q.budget_bytes::float8 AS budget_bytes, q.scanned_bytes::float8 AS scanned_bytes, q.records, q.added, q.created_by, q.created_at,
        q.finished_at
      FROM history_query q JOIN trail_source s ON s.id = q.source_id WHERE ${where}
      ORDER BY q.created_at DESC, q.id DESC LIMIT ${SHOWN}`,
  )
  return records.map((record) => ({
    id: record.id,
    sourceId: record.source_id,
    sourceName: record.source_name,
    filter: record.filter,
    sql: historySql(record, record.filter),
    status: record.status,
    statusText: record.status_text,
    budgetBytes: record.budget_bytes,
    scannedBytes: record.scanned_bytes,
    priceUsd: record.scanned_bytes === null ? null : queryPriceUsd(record.scanned_bytes),
    records: record.records,
    added: record.added,
    createdBy: record.created_by,
    createdAt: record.created_at.toISOString(),
    finishedAt: record.finished_at?.toISOString() ?? null,
  }))
}
