import type { Context } from '#server/services/context.ts'
import { summedPoints } from '#server/services/metrics/summed-points.ts'
import { placeConditions, previousScope, type Scope } from '#server/services/scope/resolve-scope.ts'
import { allOf, queryRows, type Sql, sql } from '#server/store/sql.ts'

/** Series of the account as a whole or, where an environment is chosen, of each of its functions. */
export function seriesInScope(scope: Scope): { series: Sql; minutes: boolean } {
  const place = placeConditions(scope, sql`ms`)
  if (!scope.envs) return { series: allOf([...place, sql`ms.dimension = ''`]), minutes: true }
  const own = sql`ms.dimension <> '' AND EXISTS (SELECT 1 FROM resource r WHERE r.kind = 'function' AND r.name = ms.dimension
    AND r.account_id = ms.account_id AND r.region = ms.region AND r.summary->>'env' = ANY(${scope.envs}::text[]))`
  return { series: allOf([...place, own]), minutes: false }
}

async function total({ store, clock }: Context, scope: Scope): Promise<number | null> {
  const { series, minutes } = seriesInScope(scope)
  const [row] = await queryRows<{ total: number | null }>(
    store.pool,
    sql`SELECT sum(p.value) AS total FROM (SELECT ms.id FROM metric_series ms
        WHERE ms.namespace = 'AWS/Lambda' AND ms.metric = 'Invocations' AND ms.stat = 'Sum' AND ${series}) s,
      ${summedPoints({ ...scope, nowMs: clock(), days: true, minutes })}`,
  )
  return row?.total ?? null
}

/** Executions in the range and in the one before; null where nothing was polled. */
export async function executions(
  context: Context,
  scope: Scope,
): Promise<{ total: number | null; previous: number | null }> {
  const [now, previous] = await Promise.all([total(context, scope), total(context, previousScope(scope))])
  return { total: now, previous }
}

/** Functions that are known to have had no invocation in the range. */
export async function quietFunctions({ store, clock }: Context, scope: Scope): Promise<number> {
  const [row] = await queryRows<{ quiet: string }>(
    store.pool,
    sql`SELECT count(*) AS quiet FROM resource r JOIN metric_series s ON s.account_id = r.account_id AND s.region = r.region AND s.dimension = r.name
        AND s.namespace = 'AWS/Lambda' AND s.metric = 'Invocations' AND s.stat = 'Sum' AND s.last_point_at IS NOT NULL
      WHERE r.kind = 'function' AND r.deleted_at IS NULL AND ${allOf(placeConditions(scope, sql`r`))}
        AND ${scope.envs ? sql`r.summary->>'env' = ANY(${scope.envs}::text[])` : sql`TRUE`}
        AND NOT EXISTS (SELECT 1 FROM ${summedPoints({ ...scope, nowMs: clock(), days: true })} WHERE p.value > 0)`,
  )
  return Number(row?.quiet ?? 0)
}
