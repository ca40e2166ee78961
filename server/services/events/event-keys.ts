import { type Sql, sql } from '#server/store/sql.ts'
import type { EventCursor } from './event-cursor.ts'
import type { Matching } from './matching.ts'

export type EventKey = { event_id: string; event_time: Date; shape_id: number; actor_arn: string }
export type Wanted = { limit: number; after?: EventCursor }

export const KEY = sql`e.event_id, e.event_time, e.shape_id, e.actor_arn`
export const NEWEST = sql`ORDER BY e.event_time DESC, e.event_id DESC`
/** An order that no index has, so that the index of the condition is used: for what few events fit. */
export const NEWEST_OF_FEW = sql`ORDER BY e.event_time + interval '0' DESC, e.event_id DESC`

/** Conditions on trail_event as e: between two times, and after the place where the last page ended. */
export function timeConditions({ after }: Wanted, fromMs: number, toMs: number): Sql[] {
  const cursor = after
    ? [sql`(e.event_time, e.event_id) < (${new Date(after.timeMs)}::timestamptz, ${after.eventId})`]
    : []
  return [sql`e.event_time >= ${new Date(fromMs)} AND e.event_time < ${new Date(toMs)}`, ...cursor]
}

export function fitConditions({ shapes, direct, text }: Matching): Sql[] {
  return [...(shapes ? [sql`e.shape_id = ANY(${shapes}::int[])`] : []), ...direct, ...(text ? [text] : [])]
}
