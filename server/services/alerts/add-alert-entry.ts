import type { PoolClient } from 'pg'
import { plainText } from '#server/store/json-text.ts'

export const SYSTEM_ACTOR = 'Sightline'

export type NewAlertEntry = { alertId: string; at: Date; kind: string; text: string }

/** Adds a line to an alert's timeline in the worker's own name. */
export async function addAlertEntry(db: PoolClient, entry: NewAlertEntry): Promise<void> {
  await db.query(
    'INSERT INTO alert_entry (id, alert_id, at, kind, actor, text) VALUES (gen_random_uuid(), $1, $2, $3, $4, $5)',
    [entry.alertId, entry.at, entry.kind, SYSTEM_ACTOR, plainText(entry.text)],
  )
}
