import { createHash, randomUUID } from 'node:crypto'
import { HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { RateLimitedError } from '#server/errors.ts'
import type { Context } from '#server/services/context.ts'
import { queryRows, sql } from '#server/store/sql.ts'

export const SIGN_IN_TRIES = 5
const WINDOW_MS = MINUTE_MS

type Deps = Pick<Context, 'store' | 'clock'>

function keysOf(address: string, email: string): string[] {
  const hash = (text: string) => createHash('sha256').update(text).digest('hex')
  return [`sign-in:address:${hash(address)}`, `sign-in:email:${hash(email.trim().toLowerCase())}`]
}

/**
 * Counts a try to sign in, by address and by e-mail, across all processes: five a minute for each.
 * @throws RateLimitedError
 */
export async function limitSignIn({ store, clock }: Deps, address: string, email: string): Promise<void> {
  const now = clock()
  const rows = await queryRows<{ count: number; last_request: string }>(
    store.pool,
    sql`INSERT INTO auth_rate_limit AS l (id, key, count, last_request)
      SELECT id, key, 1, ${now}::bigint FROM unnest(${[randomUUID(), randomUUID()]}::text[], ${keysOf(address, email)}::text[]) AS x(id, key) ORDER BY key
      ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN l.last_request <= ${now - WINDOW_MS}::bigint THEN 1 ELSE l.count + 1 END,
        last_request = CASE WHEN l.last_request <= ${now - WINDOW_MS}::bigint THEN ${now}::bigint ELSE l.last_request END
      RETURNING count, last_request`,
  )
  const over = rows.filter((row) => row.count > SIGN_IN_TRIES)
  if (over.length > 0) {
    const freeAtMs = Math.max(...over.map((row) => Number(row.last_request) + WINDOW_MS))
    throw new RateLimitedError(Math.max(1, Math.ceil((freeAtMs - now) / 1000)))
  }
  await queryRows(store.pool, sql`DELETE FROM auth_rate_limit WHERE last_request < ${now - HOUR_MS}::bigint`)
}

/** Takes back the try of a sign-in that went well: only failures count. */
export async function forgiveSignIn(
  { store }: Pick<Deps, 'store'>,
  address: string,
  email: string,
): Promise<void> {
  await queryRows(
    store.pool,
    sql`UPDATE auth_rate_limit SET count = greatest(count - 1, 0) WHERE key = ANY(${keysOf(address, email)}::text[])`,
  )
}
