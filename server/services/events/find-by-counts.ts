import type { Pool } from 'pg'
import { DAY_MS } from '#server/domain/time.ts'
import { allOf, queryRows, sql } from '#server/store/sql.ts'
import type { EventCursor } from './event-cursor.ts'
import { type EventKey, KEY, NEWEST, NEWEST_OF_FEW, timeConditions } from './event-keys.ts'
import type { Matching } from './matching.ts'

type Rest = { limit: number; after: EventCursor }
type Day = { day: number; events: number; shapes: number[] }

const FIRST_DAYS = 3
/** Up to so many events are fetched by their shapes and sorted; a day with more is walked through. */
const FEW = 5000

/** How many events that fit each day has, newest first, and of which shapes. */
function countDays(pool: Pool, shapes: number[], fromDay: number, toDay: number): Promise<Day[]> {
  return queryRows(
    pool,
    sql`SELECT day, sum(count)::int AS events, array_agg(shape_id) AS shapes FROM trail_day
      WHERE day >= ${fromDay} AND day < ${toDay} AND shape_id = ANY(${shapes}::int[]) GROUP BY day ORDER BY day DESC`,
  )
}

/** Finds events of shapes that are rare among the newest: the counts say which days have them. */
export async function findByCounts(pool: Pool, matching: Matching, rest: Rest): Promise<EventKey[]> {
  const { shapes = [] } = matching
  const found: EventKey[] = []
  let pending: Day[] = []
  let toMs = Math.min(matching.toMs, rest.after.timeMs + 1)
  const firstDay = Math.floor((toMs - 1) / DAY_MS)
  const need = () => rest.limit - found.length

  const fetchPending = async (fromDay: number, order = NEWEST_OF_FEW) => {
    const ids = [...new Set(pending.flatMap((one) => one.shapes))]
    pending = []
    const fromMs = Math.max(matching.fromMs, fromDay * DAY_MS)
    const where = [...timeConditions(rest, fromMs, toMs), sql`e.shape_id = ANY(${ids}::int[])`]
    toMs = fromMs
    found.push(
      ...(await queryRows<EventKey>(
        pool,
        sql`SELECT ${KEY} FROM trail_event e WHERE ${allOf(where)} ${order} LIMIT ${need()}`,
      )),
    )
  }

  const lastDay = Math.floor(matching.fromMs / DAY_MS)
  let toDay = firstDay + 1
  for (let step = FIRST_DAYS; toDay > lastDay && need() > 0; step *= 3) {
    const fromDay = Math.max(lastDay, toDay - step)
    for (const day of await countDays(pool, shapes, fromDay, toDay)) {
      if (day.events > FEW && pending.length > 0) await fetchPending(day.day + 1)
      if (need() === 0) break
      pending.push(day)
      // The first day's count has what was listed before as well.
      const sure = pending.reduce((sum, one) => sum + (one.day === firstDay ? 0 : one.events), 0)
      if (day.events > FEW) await fetchPending(day.day, NEWEST)
      else if (sure >= need()) await fetchPending(day.day)
      if (need() === 0) break
    }
    toDay = fromDay
  }
  if (pending.length > 0 && need() > 0) await fetchPending(lastDay)
  return found
}
