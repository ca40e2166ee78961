import { createHash } from 'node:crypto'
import type { PoolClient } from 'pg'

function lockKey(accountId: string): bigint {
  return createHash('sha256').update(`detections ${accountId}`).digest().readBigInt64BE()
}

/**
 * Until the end of the transaction nobody else takes in records of these accounts, or replays them. Locks are taken in one
 * order everywhere, so that two that want the same accounts wait for each other and never for ever.
 */
export async function lockAccounts(db: PoolClient, accountIds: Iterable<string>): Promise<void> {
  const keys = [...new Set([...accountIds].map(lockKey))].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  if (keys.length > 0) await db.query('SELECT pg_advisory_xact_lock(k) FROM unnest($1::bigint[]) k', [keys])
}
