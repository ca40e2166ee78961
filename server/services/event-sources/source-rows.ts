import { DAY_MS } from '#server/domain/time.ts'
import { isLiveKind, type SourceKind } from '#server/domain/trail-sources/source-kind.ts'
import { type SourceStatus, sourceState } from '#server/domain/trail-sources/source-state.ts'
import type { Context } from '#server/services/context.ts'
import { queryRows, type Sql, sql } from '#server/store/sql.ts'
import type { EventSourceRow } from './schema.ts'

type SourceRecord = {
  id: string
  kind: SourceKind
  name: string
  address: string
  account_id: string
  account_name: string
  region: string
  settings: Record<string, unknown>
  enabled: boolean
  status: SourceStatus
  status_text: string
  records: number
  last_record_at: Date | null
  checked_at: Date | null
  lag_ms: number | null
  waiting: number | null
  rejects: number
  created_by: string
  created_at: Date
}

export const REJECTS_SHOWN_MS = 7 * DAY_MS

/** Event sources as they are shown. */
export async function sourceRows(context: Context, where: Sql = sql`TRUE`): Promise<EventSourceRow[]> {
  const nowMs = context.clock()
  const records = await queryRows<SourceRecord>(
    context.store.pool,
    sql`SELECT s.id, s.kind, s.name, s.address, s.account_id, coalesce(a.name, s.account_id) AS account_name, s.region, s.settings,
        s.enabled, s.status, s.status_text, s.records::float8 AS records, s.last_record_at, s.checked_at, s.created_by, s.created_at,
        (s.cursor->>'lagMs')::float8 AS lag_ms, (s.cursor->>'waiting')::int AS waiting,
        (SELECT coalesce(sum(r.count), 0)::float8 FROM trail_reject r WHERE r.last_seen_at > ${new Date(nowMs - REJECTS_SHOWN_MS)}
          AND r.source IN ('queue', 'file') AND (r.place = s.address
            OR (s.kind IN ('bucket', 'metric-stream', 'file-queue') AND starts_with(r.place, CASE s.kind WHEN 'file-queue' THEN s.settings->>'files' ELSE s.address END))))
          AS rejects
      FROM trail_source s LEFT JOIN aws_account a ON a.id = s.account_id WHERE ${where} ORDER BY s.created_at, s.id`,
  )
  return records.map((record) => ({
    id: record.id,
    kind: record.kind,
    name: record.name,
    address: record.address,
    accountId: record.account_id,
    accountName: record.account_name,
    region: record.region,
    settings: record.settings,
    enabled: record.enabled,
    state: sourceState(
      {
        enabled: record.enabled,
        isLive: isLiveKind(record.kind),
        status: record.status,
        checkedAt: record.checked_at,
        lastRecordAt: record.last_record_at,
      },
      nowMs,
    ),
    stateText: record.status_text,
    records: record.records,
    lastRecordAt: record.last_record_at?.toISOString() ?? null,
    checkedAt: record.checked_at?.toISOString() ?? null,
    lagMs: record.lag_ms === null ? null : Math.round(record.lag_ms),
    waiting: record.waiting,
    rejects: record.rejects,
    createdBy: record.created_by,
    createdAt: record.created_at.toISOString(),
  }))
}
