import type { PoolClient } from 'pg'
import { formatDuration } from '#server/domain/time.ts'
import { keyText } from '#server/store/json-text.ts'
import { addAlertEntry } from './add-alert-entry.ts'

export type QuietRule = { fingerprint: string; clearAfterMs: number; why?: string }

/** Resolves open alerts whose condition was looked for, not found, and not seen for the rule's clearing time. */
export async function resolveQuietAlerts(db: PoolClient, quiet: QuietRule[], now: Date): Promise<number> {
  if (quiet.length === 0) return 0
  const { rows } = await db.query<{ id: string; why: string | null; quietMs: number }>(
    `WITH quiet AS (
       SELECT * FROM unnest($1::text[], $2::float8[], $3::text[]) AS quiet (fingerprint, clear_ms, why)
     )
     UPDATE alert SET state = 'resolved', resolved_at = $4, snoozed_until = NULL
     FROM quiet
     WHERE alert.fingerprint = quiet.fingerprint AND alert.state <> 'resolved'
       AND alert.last_seen_at <= $4::timestamptz - quiet.clear_ms * interval '1 millisecond'
     RETURNING alert.id, quiet.why, extract(epoch FROM $4::timestamptz - alert.last_seen_at) * 1000 AS "quietMs"`,
    [
      quiet.map((rule) => keyText(rule.fingerprint)),
      quiet.map((rule) => rule.clearAfterMs),
      quiet.map((rule) => rule.why ?? null),
      now,
    ],
  )
  for (const row of rows) {
    const text = row.why ?? `Not seen for ${formatDuration(Number(row.quietMs))}.`
    await addAlertEntry(db, { alertId: row.id, at: now, kind: 'resolved', text })
  }
  return rows.length
}
