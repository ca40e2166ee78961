import type { Pool, PoolClient } from 'pg'
import { jsonText } from './json-text.ts'

export type CursorKey = { collector: string; accountId: string; region: string }

/** Where a collector has got to; undefined before its first run. */
export async function readCursor<T>(db: Pool | PoolClient, key: CursorKey): Promise<T | undefined> {
  const { rows } = await db.query<{ cursor: T }>(
    'SELECT cursor FROM collector_cursor WHERE collector = $1 AND account_id = $2 AND region = $3',
    [key.collector, key.accountId, key.region],
  )
  return rows[0]?.cursor
}

/** To be called in the transaction that stores what the cursor covers. */
export async function moveCursor(
  db: Pool | PoolClient,
  key: CursorKey,
  cursor: unknown,
  now: Date,
): Promise<void> {
  await db.query(
    `INSERT INTO collector_cursor (collector, account_id, region, cursor, updated_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (collector, account_id, region) DO UPDATE SET cursor = EXCLUDED.cursor, updated_at = EXCLUDED.updated_at`,
    [key.collector, key.accountId, key.region, jsonText(cursor), now],
  )
}

/** Makes a collector begin anew. */
export async function dropCursor(db: Pool | PoolClient, key: CursorKey): Promise<void> {
  await db.query('DELETE FROM collector_cursor WHERE collector = $1 AND account_id = $2 AND region = $3', [
    key.collector,
    key.accountId,
    key.region,
  ])
}
