import type { Pool } from 'pg'
import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'
import { allOf, join, queryRows, type Sql, sql } from '#server/store/sql.ts'
import { isCounted, type Matching } from './matching.ts'
import { newestEvents } from './newest-events.ts'
import { type Span, timePieces } from './time-pieces.ts'

/** Of what no counts are kept of, so many events are counted, the newest; by words fewer, as each must be read. */
const MOST_COUNTED = 20_000
export const MOST_COUNTED_BY_TEXT = 2000

/** Rows (slot, shape_id, n): how many events of a shape a slot of time has. */
export type Counted = {
  rows: Sql
  /** Events older than this were not counted, as there are too many (epoch ms); null where all were. */
  countedFromMs: number | null
}

/** Which slot a time in epoch ms belongs to; slots begin on full hours, or are shorter than one. */
export type Slots = { firstMs: number; stepMs: number }

const ONE_SLOT: Slots = { firstMs: 0, stepMs: Number.POSITIVE_INFINITY }
const within = ([fromAt, toAt]: Span, column: Sql): Sql => sql`${column} >= ${fromAt} AND ${column} < ${toAt}`

function slotOfEvents({ firstMs, stepMs }: Slots): Sql {
  if (!Number.isFinite(stepMs)) return sql`0`
  return sql`floor((date_part('epoch', e.event_time) * 1000 - ${firstMs}::float8) / ${stepMs}::float8)::int`
}

function slotOfUnits({ firstMs, stepMs }: Slots, column: Sql, unitMs: number): Sql {
  if (!Number.isFinite(stepMs)) return sql`0`
  return sql`((${column} - ${firstMs / unitMs}::int) / ${stepMs / unitMs}::int)`
}

function ofShapes({ shapes }: Matching): Sql {
  return shapes ? sql`AND shape_id = ANY(${shapes}::int[])` : sql``
}

/** From the counts by day and hour, and from events in the pieces of hours at both ends. */
function fromKept(matching: Matching, slots: Slots): Sql {
  const { fromMs, toMs, shapes } = matching
  if (shapes?.length === 0) return sql`SELECT 0 AS slot, 0 AS shape_id, 0 AS n WHERE FALSE`
  const byHour = slots.stepMs >= HOUR_MS
  const byDay = slots.stepMs >= DAY_MS
  const cut = byHour ? timePieces(fromMs, toMs) : { days: [], hours: [], rest: [[fromMs, toMs] as const] }
  const hours = byDay ? cut.hours : [...cut.hours, ...cut.days.map(([a, b]): Span => [a * 24, b * 24])]
  const pieces = [
    ...(byDay ? cut.days : []).map(
      (
        span,
      ) => sql`SELECT ${slotOfUnits(slots, sql`day`, DAY_MS)} AS slot, shape_id, count AS n FROM trail_day
        WHERE ${within(span, sql`day`)} ${ofShapes(matching)}`,
    ),
    ...hours.map(
      (
        span,
      ) => sql`SELECT ${slotOfUnits(slots, sql`hour`, HOUR_MS)} AS slot, shape_id, count AS n FROM trail_hour
        WHERE ${within(span, sql`hour`)} ${ofShapes(matching)}`,
    ),
    ...cut.rest.map(
      ([a, b]) => sql`SELECT ${slotOfEvents(slots)} AS slot, shape_id, count(*)::int AS n FROM trail_event e
        WHERE e.event_time >= ${new Date(a)} AND e.event_time < ${new Date(b)} ${ofShapes(matching)} GROUP BY 1, 2`,
    ),
  ]
  return join(pieces, ' UNION ALL ')
}

type Cell = { slot: number; shape_id: number; n: string; oldest: Date }

/** From the newest events themselves. */
async function fromEvents(pool: Pool, matching: Matching, slots: Slots, most: number): Promise<Counted> {
  const slot = slotOfEvents(slots)
  const conditions = [
    sql`e.event_time >= ${new Date(matching.fromMs)} AND e.event_time < ${new Date(matching.toMs)}`,
    ...(matching.shapes ? [sql`e.shape_id = ANY(${matching.shapes}::int[])`] : []),
    ...matching.direct,
  ]
  let events: Sql
  if (matching.text) {
    const keys = await newestEvents(pool, matching, { limit: most })
    events = sql`SELECT * FROM unnest(${keys.map((key) => key.event_time)}::timestamptz[], ${keys.map((key) => key.shape_id)}::int[]) AS k (event_time, shape_id)`
  } else {
    events = sql`SELECT e.event_time, e.shape_id FROM trail_event e WHERE ${allOf(conditions)} ORDER BY e.event_time DESC LIMIT ${most}`
  }
  const cells = await queryRows<Cell>(
    pool,
    sql`SELECT ${slot} AS slot, e.shape_id, count(*) AS n, min(e.event_time) AS oldest FROM (${events}) e GROUP BY 1, 2`,
  )
  const total = cells.reduce((sum, cell) => sum + Number(cell.n), 0)
  const oldestMs = cells.reduce((ms, cell) => Math.min(ms, cell.oldest.getTime()), Number.POSITIVE_INFINITY)
  const column = (of: (cell: Cell) => number) => cells.map(of)
  return {
    rows: sql`SELECT * FROM unnest(${column((c) => c.slot)}::int[], ${column((c) => c.shape_id)}::int[], ${column((c) => Number(c.n))}::int[]) AS c (slot, shape_id, n)`,
    countedFromMs: total < most ? null : oldestMs,
  }
}

/** Counts what fits, by shape and by slots of time where these are given. */
export async function countMatching(
  pool: Pool,
  matching: Matching,
  slots: Slots = ONE_SLOT,
  most = matching.text ? MOST_COUNTED_BY_TEXT : MOST_COUNTED,
): Promise<Counted> {
  if (isCounted(matching)) return { rows: fromKept(matching, slots), countedFromMs: null }
  return fromEvents(pool, matching, slots, most)
}
