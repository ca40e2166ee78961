import { createHash } from 'node:crypto'
import type { Pool, PoolClient } from 'pg'
import { DAY_MS } from '#server/domain/time.ts'
import { jsonText, plainText } from './json-text.ts'

/** One thing that a detection remembers something of. */
export type StateRow = { accountId: string; detectionId: string; key: string; state: unknown; seenAt: Date }
export type StateId = Pick<StateRow, 'accountId' | 'detectionId' | 'key'>

const MAX_KEY_BYTES = 400

/** A key as it is stored: long ones, which actors and their agents may make, end in their hash. */
export function storedKey(key: string): string {
  const plain = plainText(key)
  if (Buffer.byteLength(plain) <= MAX_KEY_BYTES) return plain
  const hash = createHash('sha256').update(plain).digest('hex')
  return `${Buffer.from(plain).subarray(0, MAX_KEY_BYTES).toString()}#${hash}`
}

/** What is remembered of these keys. */
export async function loadStates(db: Pool | PoolClient, ids: readonly StateId[]): Promise<StateRow[]> {
  if (ids.length === 0) return []
  const { rows } = await db.query<StateRow>(
    `SELECT account_id AS "accountId", detection_id AS "detectionId", s.key, state, seen_at AS "seenAt"
     FROM unnest($1::text[], $2::text[], $3::text[]) AS wanted (account, detection, key)
     JOIN detection_state s ON s.account_id = wanted.account AND s.detection_id = wanted.detection AND s.key = wanted.key`,
    [ids.map((id) => id.accountId), ids.map((id) => id.detectionId), ids.map((id) => id.key)],
  )
  return rows
}

/** Keeps what is remembered; each id at most once, under the lock of its account. */
export async function saveStates(db: PoolClient, rows: readonly StateRow[]): Promise<void> {
  if (rows.length === 0) return
  await db.query(
    `INSERT INTO detection_state (account_id, detection_id, key, state, seen_at)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::jsonb[], $5::timestamptz[])
     ON CONFLICT (account_id, detection_id, key) DO UPDATE SET state = EXCLUDED.state,
       seen_at = greatest(detection_state.seen_at, EXCLUDED.seen_at)`,
    [
      rows.map((row) => row.accountId),
      rows.map((row) => row.detectionId),
      rows.map((row) => row.key),
      rows.map((row) => jsonText(row.state)),
      rows.map((row) => row.seenAt),
    ],
  )
}

/** Forgets what detections have seen of an account since that time, before what a replay has found is kept. */
export async function dropStates(db: PoolClient, accountId: string, from: Date): Promise<void> {
  await db.query('DELETE FROM detection_state WHERE account_id = $1 AND seen_at >= $2', [accountId, from])
}

/**
 * Drops what was not seen for as long as its detection remembers, by the detection's id in milliseconds, counted from the
 * account's newest record; a day more, for records that come late. What was remembered for other detections goes too.
 */
export async function expireStates(pool: Pool, memoriesMs: ReadonlyMap<string, number>): Promise<number> {
  const { rowCount } = await pool.query(
    `DELETE FROM detection_state s USING detection_progress p
     WHERE p.account_id = s.account_id AND (
       NOT s.detection_id = ANY($1::text[])
       OR EXISTS (SELECT 1 FROM unnest($1::text[], $2::float8[]) AS m (id, memory_ms)
         WHERE m.id = s.detection_id AND s.seen_at < p.newest_at - m.memory_ms * interval '1 millisecond'))`,
    [[...memoriesMs.keys()], [...memoriesMs.values()].map((memoryMs) => memoryMs + DAY_MS)],
  )
  return rowCount ?? 0
}
