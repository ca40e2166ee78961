import type { PoolClient } from 'pg'
import { addAlertEntry } from './add-alert-entry.ts'

/** Brings alerts whose snooze has ended back to firing. */
export async function wakeSnoozedAlerts(db: PoolClient, now: Date): Promise<number> {
  const { rows } = await db.query<{ id: string }>(
    `UPDATE alert SET state = 'firing', snoozed_until = NULL
     WHERE state = 'snoozed' AND snoozed_until <= $1 RETURNING id`,
    [now],
  )
  for (const { id } of rows) {
    await addAlertEntry(db, {
      alertId: id,
      at: now,
      kind: 'woke',
      text: 'The snooze ended and it still holds.',
    })
  }
  return rows.length
}
