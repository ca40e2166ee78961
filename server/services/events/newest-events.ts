import type { Pool } from 'pg'
import { allOf, queryRows, sql } from '#server/store/sql.ts'
import type { EventCursor } from './event-cursor.ts'
import { type EventKey, fitConditions, KEY, NEWEST, timeConditions, type Wanted } from './event-keys.ts'
import { findByCounts } from './find-by-counts.ts'
import { searchBack } from './find-by-text.ts'
import type { Matching } from './matching.ts'

/** So many of the newest events are looked through before indexes are asked: enough for what one in a hundred fits. */
const LOOKED_THROUGH = 5000
/** What at least so many of these fit is quicker found by looking on than by an index that has all of it. */
const OFTEN = LOOKED_THROUGH / 20
const MOST_LOOKED_THROUGH = 50_000

/** In one statement, which goes back in time or by an index of who, where from or which session. */
function inOne(pool: Pool, matching: Matching, wanted: Wanted): Promise<EventKey[]> {
  const where = [...timeConditions(wanted, matching.fromMs, matching.toMs), ...fitConditions(matching)]
  return queryRows(
    pool,
    sql`SELECT ${KEY} FROM trail_event e WHERE ${allOf(where)} ${NEWEST} LIMIT ${wanted.limit}`,
  )
}

type Found = { found: EventKey[]; end: EventCursor | null }

/** Those of the next `among` events that fit, and where these end; null where there are no more. */
async function lookThrough(pool: Pool, matching: Matching, wanted: Wanted, among: number): Promise<Found> {
  const newest = sql`SELECT * FROM trail_event e
    WHERE ${allOf(timeConditions(wanted, matching.fromMs, matching.toMs))} ${NEWEST} LIMIT ${among}`
  const rows = await queryRows<EventKey & { fits: boolean; rank: string }>(
    pool,
    sql`SELECT * FROM (SELECT ${KEY}, ${allOf(fitConditions(matching))} AS fits, row_number() OVER (${NEWEST}) AS rank
        FROM (${newest}) e) e
      WHERE fits OR rank = ${among} ${NEWEST}`,
  )
  const last = rows.at(-1)
  const isEnd = Number(last?.rank) !== among
  const end = last && !isEnd ? { timeMs: last.event_time.getTime(), eventId: last.event_id } : null
  return { found: rows.filter(({ fits }) => fits).slice(0, wanted.limit), end }
}

/** Looks through the newest events, and further where many of them fit. */
async function lookOn(pool: Pool, matching: Matching, wanted: Wanted): Promise<Found> {
  const first = await lookThrough(pool, matching, wanted, LOOKED_THROUGH)
  const { found, end } = first
  const left = wanted.limit - found.length
  if (left === 0 || end === null || found.length < OFTEN) return first
  const among = Math.ceil((1.5 * left * LOOKED_THROUGH) / found.length)
  const next = await lookThrough(
    pool,
    matching,
    { limit: left, after: end },
    Math.min(MOST_LOOKED_THROUGH, among),
  )
  return { found: [...found, ...next.found], end: next.end }
}

/** The newest events that fit, from a place in the list on. What it costs does not grow with how many are stored. */
export async function newestEvents(pool: Pool, matching: Matching, wanted: Wanted): Promise<EventKey[]> {
  if (matching.shapes?.length === 0) return []
  const { known } = matching
  if (known && !wanted.after && wanted.limit <= known.limit) return known.keys.slice(0, wanted.limit)
  const isPlain = matching.shapes === undefined && matching.text === undefined
  if (isPlain || matching.direct.length > 0) return inOne(pool, matching, wanted)
  const { found, end } = await lookOn(pool, matching, wanted)
  if (found.length === wanted.limit || end === null) return found
  const rest = { limit: wanted.limit - found.length, after: end }
  const older = matching.text
    ? await searchBack(pool, matching, rest)
    : await findByCounts(pool, matching, rest)
  return [...found, ...older]
}
