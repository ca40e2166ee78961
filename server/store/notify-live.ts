import type { PoolClient } from 'pg'

/** Open pages listen here: each message is JSON that names what is new. */
export const LIVE_CHANNEL = 'sightline_live'

export type LiveItem = { kind: 'alert' | 'hit'; id: string }

const MAX_A_TRANSACTION = 50

/** Wakes pages that listen, once the transaction is committed. Of very many at once the first are enough to look again. */
export async function notifyLive(db: PoolClient, items: readonly LiveItem[]): Promise<void> {
  if (items.length === 0) return
  const messages = items.slice(0, MAX_A_TRANSACTION).map(({ kind, id }) => JSON.stringify({ kind, id }))
  await db.query('SELECT pg_notify($1, message) FROM unnest($2::text[]) message', [LIVE_CHANNEL, messages])
}
