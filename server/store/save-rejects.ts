import type { Pool, PoolClient } from 'pg'
import type { Reject } from '#server/domain/trail/reject.ts'
import type { RecordSource } from '#server/domain/trail/trail-record.ts'
import { cutToBytes, plainText } from './json-text.ts'

/** `accountId` is empty where it is not known whose the records are. */
export type RejectOrigin = { source: RecordSource; accountId: string }

type Row = Reject & { count: number }

const MAX_BYTES = 1000

/** One row for each place, reason and detail, cut so that they fit into an index. */
function grouped(rejects: readonly Reject[]): Row[] {
  const byWhat = new Map<string, Row>()
  for (const reject of rejects) {
    const place = cutToBytes(reject.place, MAX_BYTES)
    const detail = cutToBytes(reject.detail, MAX_BYTES)
    const what = JSON.stringify([place, reject.reason, detail])
    byWhat.set(what, {
      ...reject,
      place,
      detail,
      count: (byWhat.get(what)?.count ?? 0) + (reject.count ?? 1),
    })
  }
  return [...byWhat].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
}

/** Counts what was kept aside: one row for each source, place, reason and detail, with the last event id. */
export async function saveRejects(
  db: Pool | PoolClient,
  rejects: readonly Reject[],
  { source, accountId }: RejectOrigin,
  now: Date,
): Promise<void> {
  if (rejects.length === 0) return
  const rows = grouped(rejects)
  const column = <T>(of: (row: Row) => T) => rows.map(of)
  await db.query(
    `INSERT INTO trail_reject (account_id, source, place, reason, detail, event_id, count, first_seen_at, last_seen_at)
     SELECT $1, $2, r.place, r.reason, r.detail, r.event_id, r.count, $3, $3
     FROM unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::int[]) r (place, reason, detail, event_id, count)
     ON CONFLICT (source, place, reason, detail) DO UPDATE SET
       count = least(2147483647, trail_reject.count::bigint + EXCLUDED.count),
       account_id = EXCLUDED.account_id, event_id = coalesce(EXCLUDED.event_id, trail_reject.event_id),
       last_seen_at = EXCLUDED.last_seen_at`,
    [
      plainText(accountId),
      source,
      now,
      column((row) => row.place),
      column((row) => row.reason),
      column((row) => row.detail),
      column((row) => plainText(row.eventId ?? null)),
      column((row) => row.count),
    ],
  )
}

/** Forgets what was last kept aside before that time. */
export async function dropOldRejects(db: Pool | PoolClient, before: Date): Promise<void> {
  await db.query('DELETE FROM trail_reject WHERE last_seen_at < $1', [before])
}
