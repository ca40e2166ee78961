import type { Pool, PoolClient } from 'pg'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { keyText } from './json-text.ts'

const DROPPED = 'dropped-reads'

/** Reads that were run through the detections and not stored, of one account and region. */
export type DroppedReads = { accountId: string; region: string; count: number; since: Date }

/** Counts reads that are not stored. Belongs into the transaction that stores what came with them. */
export async function countDropped(
  db: PoolClient,
  records: readonly TrailRecord[],
  now: Date,
): Promise<void> {
  if (records.length === 0) return
  const counts = new Map<string, { accountId: string; region: string; count: number }>()
  for (const { accountId, region } of records) {
    const key = `${accountId}/${region}`
    counts.set(key, { accountId, region, count: (counts.get(key)?.count ?? 0) + 1 })
  }
  const rows = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
  await db.query(
    `INSERT INTO collector_cursor AS c (collector, account_id, region, cursor, updated_at)
     SELECT '${DROPPED}', account_id, region, jsonb_build_object('count', count, 'since', $4::timestamptz), $4
     FROM unnest($1::text[], $2::text[], $3::int[]) AS d (account_id, region, count)
     ON CONFLICT (collector, account_id, region) DO UPDATE SET updated_at = $4,
       cursor = jsonb_set(c.cursor, '{count}', to_jsonb((c.cursor->>'count')::bigint + (EXCLUDED.cursor->>'count')::bigint))`,
    [
      rows.map((row) => row.accountId),
      rows.map((row) => keyText(row.region)),
      rows.map((row) => row.count),
      now,
    ],
  )
}

export async function readDropped(db: Pool | PoolClient): Promise<DroppedReads[]> {
  const { rows } = await db.query<Omit<DroppedReads, 'since'> & { since: string }>(
    `SELECT account_id AS "accountId", region, (cursor->>'count')::float8 AS count, cursor->>'since' AS since
     FROM collector_cursor WHERE collector = '${DROPPED}' ORDER BY account_id, region`,
  )
  return rows.map((row) => ({ ...row, since: new Date(row.since) }))
}
