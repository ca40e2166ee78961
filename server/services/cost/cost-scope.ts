import { DAY_MS, floorTo } from '#server/domain/time.ts'
import type { Context } from '#server/services/context.ts'
import { placeConditions, resolveScope } from '#server/services/scope/resolve-scope.ts'
import type { ScopeQuery } from '#server/services/scope.schema.ts'
import { effectiveLabel } from '#server/store/labels.ts'
import { allOf, likePattern, type Sql, sql } from '#server/store/sql.ts'

type Narrowing = ScopeQuery & { month?: string; owner?: string; trigger?: string; q?: string }

export type CostMonth = { month: string; fromMs: number; toMs: number; nowMs: number; isCurrent: boolean }

/** The UTC month that is asked for; this one where none is. */
export function costMonth({ clock }: Pick<Context, 'clock'>, month?: string): CostMonth {
  const nowMs = clock()
  const current = new Date(nowMs).toISOString().slice(0, 7)
  const chosen = month ?? current
  const fromMs = Date.parse(`${chosen}-01T00:00:00Z`)
  const from = new Date(fromMs)
  const toMs = Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 1, 1)
  return { month: chosen, fromMs, toMs, nowMs, isCurrent: chosen === current }
}

export const dayText = (ms: number) => new Date(ms).toISOString().slice(0, 10)
export const dateOf = (ms: number) => new Date(floorTo(ms, DAY_MS))

/** Whether functions are chosen one by one, so that sums over whole accounts and regions do not do. */
export const isNarrowed = (query: Narrowing) =>
  Boolean(query.owner || query.trigger || query.q || query.env?.length)

/** Kind of a function's live triggers: the only one, `several`, or `none`. */
const TRIGGER = sql`coalesce((SELECT CASE WHEN count(DISTINCT t.kind) = 1 THEN min(t.kind) ELSE 'several' END FROM trigger t
  WHERE t.account_id = s.account_id AND t.region = s.region AND t.function_name = s.dimension AND t.gone_at IS NULL HAVING count(*) > 0), 'none')`

/**
 * The functions that costs are asked of: f(id, account_id, region, name, resource_id, owner, trigger). Without
 * `withTrigger` the trigger is looked up only where it narrows.
 */
export function costFunctions(context: Context, query: Narrowing, withTrigger: boolean): Sql {
  const { month: _, ...rest } = query
  const scope = resolveScope(context, { accounts: rest.accounts, regions: rest.regions, env: rest.env })
  const owner = effectiveLabel(sql`r`, 'owner')
  const where = allOf([
    sql`s.namespace = 'AWS/Lambda' AND s.metric = 'Invocations' AND s.stat = 'Sum' AND s.dimension <> ''`,
    ...placeConditions(scope, sql`s`),
    ...(scope.envs ? [sql`${effectiveLabel(sql`r`, 'env')} = ANY(${scope.envs}::text[])`] : []),
    ...(query.owner ? [query.owner === 'none' ? sql`${owner} IS NULL` : sql`${owner} = ${query.owner}`] : []),
    ...(query.q ? [sql`s.dimension ILIKE ${likePattern(query.q)}`] : []),
    ...(query.trigger ? [sql`${TRIGGER} = ${query.trigger}`] : []),
  ])
  const trigger = withTrigger ? TRIGGER : sql`''`
  return sql`SELECT s.id, s.account_id, s.region, s.dimension AS name, r.id AS resource_id, ${owner} AS owner, ${trigger} AS trigger
    FROM metric_series s LEFT JOIN resource r ON r.kind = 'function' AND r.account_id = s.account_id AND r.region = s.region AND r.name = s.dimension
    WHERE ${where}`
}
