import type { Pool, PoolClient } from 'pg'
import type { RecordSource } from '#server/domain/trail/trail-record.ts'
import { plainText } from './json-text.ts'

export const REJECT_REASONS = [
  /** The same event id with another time or other content: the first one is kept. */
  'conflict',
  /** Not JSON, not gzip, broken off, or not a record. */
  'unreadable',
  'no-id',
  'no-time',
  /** Larger than CloudTrail writes. */
  'too-large',
  /** Older than events are kept. */
  'too-old',
  /** Stored, but so far ahead of the clock that detections do not look at it until then. */
  'future',
  /** Of an account that is not watched. */
  'foreign-account',
] as const
export type RejectReason = (typeof REJECT_REASONS)[number]

/** What could not be taken in, or not as it is. `detail` says why in words and has no secret. */
export type Reject = {
  accountId: string
  source: RecordSource
  /** File, queue or region. */
  place: string
  reason: RejectReason
  detail: string
  eventId: string | null
  /** One by default. */
  count?: number
}

const DETAIL_CHARACTERS = 500
const PLACE_CHARACTERS = 500

/** Counts what was kept aside: one row for each source, place, reason and detail, with the last event id. */
export async function saveRejects(db: Pool | PoolClient, rejects: Reject[], now: Date): Promise<void> {
  if (rejects.length === 0) return
  const byWhat = new Map<string, Reject & { count: number }>()
  for (const reject of rejects) {
    const place = plainText(reject.place).slice(0, PLACE_CHARACTERS).toWellFormed()
    const detail = plainText(reject.detail).slice(0, DETAIL_CHARACTERS).toWellFormed()
    const what = JSON.stringify([reject.source, place, reject.reason, detail])
    const count = (byWhat.get(what)?.count ?? 0) + (reject.count ?? 1)
    byWhat.set(what, { ...reject, place, detail, count })
  }
  const rows = [...byWhat].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
  const column = <T>(of: (row: (typeof rows)[number]) => T) => rows.map(of)
  await db.query(
    `INSERT INTO trail_reject (account_id, source, place, reason, detail, event_id, count, first_seen_at, last_seen_at)
     SELECT r.*, $8, $8 FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[]) r
     ON CONFLICT (source, place, reason, detail) DO UPDATE SET count = trail_reject.count + EXCLUDED.count,
       account_id = EXCLUDED.account_id, event_id = coalesce(EXCLUDED.event_id, trail_reject.event_id),
       last_seen_at = EXCLUDED.last_seen_at`,
    [
      column((row) => plainText(row.accountId)),
      column((row) => row.source),
      column((row) => row.place),
      column((row) => row.reason),
      column((row) => row.detail),
      column((row) => plainText(row.eventId)),
      column((row) => row.count),
      now,
    ],
  )
}
