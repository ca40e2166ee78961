import type { Pool, PoolClient } from 'pg'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import type { HistoryFilter } from '#server/domain/trail-sources/history-filter.ts'
import type { QueryStatus } from '#server/domain/trail-sources/query-price.ts'
import { jsonText, keyText, plainText } from './json-text.ts'

type Db = Pool | PoolClient

export type StoredQuery = {
  id: string
  sourceId: string
  remoteId: string | null
  filter: HistoryFilter
  status: QueryStatus
  budgetBytes: number
}

/** A question about the past; undefined once its source was removed. */
export async function findHistoryQuery(db: Db, id: string): Promise<StoredQuery | undefined> {
  const { rows } = await db.query<StoredQuery>(
    `SELECT id, source_id AS "sourceId", remote_id AS "remoteId", filter, status, budget_bytes::float8 AS "budgetBytes"
     FROM history_query WHERE id = $1`,
    [id],
  )
  return rows[0]
}

/** Those that are not at their end, the oldest first. */
export async function openHistoryQueries(db: Db): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `SELECT id FROM history_query WHERE status IN ('queued', 'running') ORDER BY created_at, id`,
  )
  return rows.map(({ id }) => id)
}

/** Notes that AWS works on it, unless somebody cancelled it meanwhile. */
export async function setQueryRunning(db: Db, id: string, remoteId: string): Promise<void> {
  await db.query(
    `UPDATE history_query SET status = 'running', remote_id = $2 WHERE id = $1 AND status = 'queued'`,
    [id, plainText(remoteId)],
  )
}

export async function setQueryScanned(db: Db, id: string, scannedBytes: number): Promise<void> {
  await db.query('UPDATE history_query SET scanned_bytes = $2 WHERE id = $1', [id, Math.round(scannedBytes)])
}

/** Ends a question that was not ended before. */
export async function endQuery(
  db: Db,
  id: string,
  { status, text = '' }: { status: QueryStatus; text?: string },
  now: Date,
): Promise<void> {
  await db.query(
    `UPDATE history_query SET status = $2, status_text = $3, finished_at = $4,
       records = (SELECT count(*) FROM history_record r WHERE r.query_id = $1),
       added = (SELECT count(*) FROM history_record r WHERE r.query_id = $1
         AND NOT EXISTS (SELECT 1 FROM trail_event e WHERE e.event_id = r.event_id AND e.event_time = r.event_time))
     WHERE id = $1 AND status IN ('queued', 'running')`,
    [id, status, plainText(text).slice(0, 500), now],
  )
}

/** What was found until now is to be found anew. */
export async function dropFound(db: Db, id: string): Promise<void> {
  await db.query('DELETE FROM history_record WHERE query_id = $1', [id])
}

/** Keeps what was found, from this position on. */
export async function saveFound(
  db: Db,
  id: string,
  from: number,
  records: readonly TrailRecord[],
): Promise<void> {
  if (records.length === 0) return
  await db.query(
    `INSERT INTO history_record (query_id, position, event_id, event_time, record)
     SELECT $1, $2 + r.place - 1, r.event_id, r.event_time, r.record
     FROM unnest($3::text[], $4::timestamptz[], $5::jsonb[]) WITH ORDINALITY r (event_id, event_time, record, place)`,
    [
      id,
      from,
      records.map(({ eventId }) => keyText(eventId)),
      records.map(({ eventTime }) => eventTime),
      records.map((record) => jsonText(record)),
    ],
  )
}

/** Drops what was found by questions that ended before; who asked what stays. */
export async function dropOldFound(db: Db, before: Date): Promise<void> {
  await db.query(
    `DELETE FROM history_record r USING history_query q WHERE q.id = r.query_id AND q.finished_at < $1`,
    [before],
  )
}
