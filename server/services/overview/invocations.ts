import { DAY_MS } from '#server/domain/time.ts'
import type { Context } from '#server/services/context.ts'
import { placeConditions, previousScope, type Scope } from '#server/services/scope/resolve-scope.ts'
import { effectiveLabel } from '#server/store/labels.ts'
import { allOf, queryRows, type Sql, sql } from '#server/store/sql.ts'
import { summedPoints } from '#server/store/summed-points.ts'

/** Series of the account as a whole or, where an environment is chosen, of each of its functions. */
export function seriesInScope(scope: Scope): { series: Sql; minutes: boolean } {
  const place = placeConditions(scope, sql`ms`)
  if (!scope.envs) return { series: allOf([...place, sql`ms.dimension = ''`]), minutes: true }
  const own = sql`ms.dimension <> '' AND EXISTS (SELECT 1 FROM resource r WHERE r.kind = 'function' AND r.name = ms.dimension
    AND r.account_id = ms.account_id AND r.region = ms.region AND ${effectiveLabel(sql`r`, 'env')} = ANY(${scope.envs}::text[]))`
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

/** Whether points reach back to the start of a range: a sum over a part of it compares with nothing. */
async function isCovered({ store }: Context, scope: Scope): Promise<boolean> {
  const { series } = seriesInScope(scope)
  const [row] = await queryRows<{ covered: boolean }>(
    store.pool,
    sql`SELECT EXISTS (SELECT 1 FROM metric_series ms JOIN metric_point p ON p.series_id = ms.id AND p.period_seconds IN (300, 3600)
        AND p.at >= ${new Date(scope.fromMs - DAY_MS)} AND p.at < ${new Date(scope.fromMs + (scope.toMs - scope.fromMs) / 10)}
      WHERE ms.namespace = 'AWS/Lambda' AND ms.metric = 'Invocations' AND ms.stat = 'Sum' AND ${series}) AS covered`,
  )
  return row?.covered ?? false
}

/** Executions in the range and in the one before; null where nothing was polled, or for a part of the range before only. */
export async function executions(
  context: Context,
  scope: Scope,
): Promise<{ total: number | null; previous: number | null }> {
  const before = previousScope(scope)
  const [now, previous, covered] = await Promise.all([
    total(context, scope),
    total(context, before),
    isCovered(context, before),
  ])
  return { total: now, previous: covered ? previous : null }
}

/** Functions without a firing alert. */
export async function quietFunctions({ store }: Context, scope: Scope): Promise<number> {
  const [row] = await queryRows<{ quiet: string }>(
    store.pool,
    sql`SELECT count(*) AS quiet FROM resource r
      WHERE r.kind = 'function' AND r.deleted_at IS NULL AND ${allOf(placeConditions(scope, sql`r`))}
        AND ${scope.envs ? sql`${effectiveLabel(sql`r`, 'env')} = ANY(${scope.envs}::text[])` : sql`TRUE`}
        AND NOT EXISTS (SELECT 1 FROM alert a WHERE a.resource_id = r.id AND a.state = 'firing')`,
  )
  return Number(row?.quiet ?? 0)
}
