import type { Pool } from 'pg'
import { DAY_MS } from '#server/domain/time.ts'
import { cellStart } from '#server/store/partitions.ts'
import { allOf, queryRows, sql } from '#server/store/sql.ts'
import type { EventCursor } from './event-cursor.ts'
import { type EventKey, fitConditions, KEY, NEWEST_OF_FEW, timeConditions } from './event-keys.ts'
import type { Matching } from './matching.ts'

type Rest = { limit: number; after: EventCursor }

/**
 * Goes back by the index of words, week by week as events are stored and faster the further it gets: words that the
 * newest events do not have are rare.
 */
export async function searchBack(pool: Pool, matching: Matching, rest: Rest): Promise<EventKey[]> {
  const found: EventKey[] = []
  let toMs = Math.min(matching.toMs, rest.after.timeMs + 1)
  for (let weeks = 1; toMs > matching.fromMs && found.length < rest.limit; weeks *= 2) {
    const fromMs = Math.max(matching.fromMs, cellStart('week', toMs - 1) - (weeks - 1) * 7 * DAY_MS)
    const where = [...timeConditions(rest, fromMs, toMs), ...fitConditions(matching)]
    found.push(
      ...(await queryRows<EventKey>(
        pool,
        sql`SELECT ${KEY} FROM trail_event e WHERE ${allOf(where)} ${NEWEST_OF_FEW} LIMIT ${rest.limit - found.length}`,
      )),
    )
    toMs = fromMs
  }
  return found
}
