import type { Pool } from 'pg'
import { plainText } from './json-text.ts'

/** Notes that a listing saw these resources, whose stored records still hold. */
export async function touchResources(
  pool: Pool,
  scope: { accountId: string; region: string; kind: string },
  arns: string[],
  now: Date,
): Promise<void> {
  if (arns.length === 0) return
  await pool.query(
    `UPDATE resource SET last_seen_at = $5
     WHERE account_id = $1 AND region = $2 AND kind = $3 AND arn = ANY($4) AND last_seen_at < $5`,
    [scope.accountId, scope.region, scope.kind, arns.map(plainText), now],
  )
}
