import type { PoolClient } from 'pg'

/**
 * Waits until no other transaction writes these accounts' verdicts, findings and counts, and keeps others from it until
 * this one ends. To be called once in a transaction, before anything of an account is written: in one order, so that
 * nobody waits in a circle.
 */
export async function lockAccounts(db: PoolClient, accountIds: readonly string[]): Promise<void> {
  for (const id of [...new Set(accountIds)].sort())
    await db.query("SELECT pg_advisory_xact_lock(hashtext('posture'), hashtext($1))", [id])
}
