import type { PoolClient } from 'pg'

/** Fingerprints of the alerts of a rule about an account that are not resolved. */
export async function openFingerprints(
  db: PoolClient,
  { accountId, ruleId }: { accountId: string; ruleId: string },
): Promise<string[]> {
  const { rows } = await db.query<{ fingerprint: string }>(
    `SELECT fingerprint FROM alert WHERE rule_id = $1 AND account_id = $2 AND state <> 'resolved'`,
    [ruleId, accountId],
  )
  return rows.map(({ fingerprint }) => fingerprint)
}
