import type { Context } from '#server/services/context.ts'
import { resolveScope, type Scope } from '#server/services/scope/resolve-scope.ts'
import { allOf, queryRows, type Sql, sql } from '#server/store/sql.ts'
import { directConditions, type EventFilter, shapeConditions, textCondition } from './event-filter.ts'
import type { EventKey } from './event-keys.ts'

/** What a filter asks of events, ready for statements. */
export type Matching = {
  fromMs: number
  toMs: number
  /** Ids of trail_shape that fit; undefined where all do. */
  shapes: number[] | undefined
  /** Conditions on trail_event as e that have an index of their own. */
  direct: Sql[]
  /** What the search box asks of trail_event as e. */
  text: Sql | undefined
  /** The newest events that fit, where they were looked for already, `limit` at most. */
  known?: { keys: EventKey[]; limit: number }
}

async function shapesThatFit(context: Context, conditions: Sql[]): Promise<number[] | undefined> {
  if (conditions.length === 0) return undefined
  const [row] = await queryRows<{ ids: number[] | null }>(
    context.store.pool,
    sql`SELECT array_agg(s.id) AS ids FROM trail_shape s WHERE ${allOf(conditions)}`,
  )
  return row?.ids ?? []
}

/** @throws InvalidInputError where the period is empty or too long */
export async function resolveMatching(
  context: Context,
  filter: EventFilter,
): Promise<{ scope: Scope; matching: Matching }> {
  const scope = resolveScope(context, filter)
  const matching: Matching = {
    fromMs: scope.fromMs,
    toMs: scope.toMs,
    shapes: await shapesThatFit(context, shapeConditions(scope, filter)),
    direct: directConditions(filter),
    text: textCondition(filter),
  }
  return { scope, matching }
}

/** Whether counts are kept of what is asked for: they know shapes, but neither people nor words. */
export function isCounted({ direct, text }: Matching): boolean {
  return direct.length === 0 && text === undefined
}
