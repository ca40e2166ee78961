import type { Pool, PoolClient } from 'pg'

/** How far the detections of an account are. */
export type Progress = {
  accountId: string
  learningSince: Date
  newestAt: Date
  /** Set where everything has to be run again: the time of the earliest record that came too late, or REPLAYING. */
  replayFrom: Date | null
  replayedAt: Date | null
  /** Hash of the catalogue and its tunings that the state was made with; empty where it is not known. */
  catalogue: string
}

/** A replay runs, or was broken off, and nothing has asked for another one since. Later than any record. */
export const REPLAYING = new Date(Date.UTC(9999, 0))

const COLUMNS = `account_id AS "accountId", learning_since AS "learningSince", newest_at AS "newestAt",
  replay_from AS "replayFrom", replayed_at AS "replayedAt", catalogue`

export async function readProgress(
  db: Pool | PoolClient,
  accountIds: readonly string[],
): Promise<Map<string, Progress>> {
  const { rows } = await db.query<Progress>(
    `SELECT ${COLUMNS} FROM detection_progress WHERE account_id = ANY($1)`,
    [accountIds],
  )
  return new Map(rows.map((row) => [row.accountId, row]))
}

/** Of every account that has any. */
export async function readAllProgress(db: Pool | PoolClient): Promise<Progress[]> {
  const { rows } = await db.query<Progress>(`SELECT ${COLUMNS} FROM detection_progress ORDER BY account_id`)
  return rows
}

/** Keeps progress as it is given, under the lock of its account. */
export async function saveProgress(db: PoolClient, rows: readonly Progress[]): Promise<void> {
  if (rows.length === 0) return
  await db.query(
    `INSERT INTO detection_progress (account_id, learning_since, newest_at, replay_from, replayed_at, catalogue)
     SELECT * FROM unnest($1::text[], $2::timestamptz[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[], $6::text[])
     ON CONFLICT (account_id) DO UPDATE SET learning_since = EXCLUDED.learning_since, newest_at = EXCLUDED.newest_at,
       replay_from = EXCLUDED.replay_from, replayed_at = EXCLUDED.replayed_at, catalogue = EXCLUDED.catalogue`,
    [
      rows.map((row) => row.accountId),
      rows.map((row) => row.learningSince),
      rows.map((row) => row.newestAt),
      rows.map((row) => row.replayFrom),
      rows.map((row) => row.replayedAt),
      rows.map((row) => row.catalogue),
    ],
  )
}
