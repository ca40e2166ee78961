import type { Pool, PoolClient } from 'pg'
import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'

export type Shaped = { eventTime: Date; shapeId: number }

type Cell = { slot: number; shapeId: number; count: number }

/** In one order for all writers, so that two of them wait for each other and never for ever. */
function cellsOf(events: readonly Shaped[], slotMs: number): Cell[] {
  const cells = new Map<string, Cell>()
  for (const { eventTime, shapeId } of events) {
    const slot = Math.floor(eventTime.getTime() / slotMs)
    const cell = cells.get(`${slot}.${shapeId}`) ?? { slot, shapeId, count: 0 }
    cell.count += 1
    cells.set(`${slot}.${shapeId}`, cell)
  }
  return [...cells.values()].sort((a, b) => a.slot - b.slot || a.shapeId - b.shapeId)
}

/**
 * Adds events to the counts by hour and by day that the events page is drawn from. Belongs into the transaction that
 * stores them, with those alone that were new.
 */
export async function countEvents(db: PoolClient, added: readonly Shaped[]): Promise<void> {
  if (added.length === 0) return
  const tables = [
    ['trail_hour', 'hour', HOUR_MS],
    ['trail_day', 'day', DAY_MS],
  ] as const
  for (const [table, slot, slotMs] of tables) {
    const cells = cellsOf(added, slotMs)
    await db.query(
      `INSERT INTO ${table} (${slot}, shape_id, count) SELECT * FROM unnest($1::int[], $2::int[], $3::int[])
       ON CONFLICT (${slot}, shape_id) DO UPDATE SET count = ${table}.count + EXCLUDED.count`,
      [cells.map((cell) => cell.slot), cells.map((cell) => cell.shapeId), cells.map((cell) => cell.count)],
    )
  }
}

/** Takes the counts of everything before a midnight away, and the shapes that nothing has any more. */
export async function dropCountsBefore(db: Pool | PoolClient, beforeMs: number): Promise<void> {
  await db.query('DELETE FROM trail_hour WHERE hour < $1', [Math.floor(beforeMs / HOUR_MS)])
  await db.query('DELETE FROM trail_day WHERE day < $1', [Math.floor(beforeMs / DAY_MS)])
  await db.query(
    `DELETE FROM trail_shape s WHERE NOT EXISTS (SELECT FROM trail_day d WHERE d.shape_id = s.id)
       AND NOT EXISTS (SELECT FROM trail_event e WHERE e.shape_id = s.id)`,
  )
}
