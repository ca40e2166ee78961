import { DAY_MS, floorTo } from '#server/domain/time.ts'
import type { Context } from '#server/services/context.ts'
import { placeConditions, resolveScope } from '#server/services/scope/resolve-scope.ts'
import type { ScopeQuery } from '#server/services/scope.schema.ts'
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

/** Kind of a function's live triggers, for a row that names it: the only one, `several`, or `none`. */
export const triggerOf = (
  alias: Sql,
) => sql`coalesce((SELECT CASE WHEN count(DISTINCT t.kind) = 1 THEN min(t.kind) ELSE 'several' END FROM trigger t
  WHERE t.account_id = ${alias}.account_id AND t.region = ${alias}.region AND t.function_name = ${alias}.name AND t.gone_at IS NULL HAVING count(*) > 0), 'none')`

/** Owner of a function; null where nobody is. */
export const OWNER = sql`nullif(r.facet_owner, 'none')`

/** The function itself, for a row with account_id, region and name. */
export const resourceOf = (alias: Sql) =>
  sql`LEFT JOIN resource r ON r.kind = 'function' AND r.account_id = ${alias}.account_id AND r.region = ${alias}.region AND r.name = ${alias}.name`

/**
 * The functions that costs are asked of: (id, account_id, region, name, owner, trigger), the last two only where they are
 * wanted. The function's own row is large: it is read only where something asks for it.
 */
export function costFunctions(
  context: Context,
  query: Narrowing,
  wanted: { owner?: boolean; trigger?: boolean } = {},
): Sql {
  const { accounts, regions, env, owner, trigger, q } = query
  const scope = resolveScope(context, { accounts, regions, env })
  const needsResource = wanted.owner === true || Boolean(owner) || scope.envs !== undefined
  const where = allOf([
    sql`s.namespace = 'AWS/Lambda' AND s.metric = 'Invocations' AND s.stat = 'Sum' AND s.name <> ''`,
    ...placeConditions(scope, sql`s`),
    ...(scope.envs ? [sql`r.facet_env = ANY(${scope.envs}::text[])`] : []),
    ...(owner ? [owner === 'none' ? sql`${OWNER} IS NULL` : sql`${OWNER} = ${owner}`] : []),
    ...(q ? [sql`s.name ILIKE ${likePattern(q)}`] : []),
    ...(trigger ? [sql`${triggerOf(sql`s`)} = ${trigger}`] : []),
  ])
  return sql`SELECT s.id, s.account_id, s.region, s.name, ${needsResource ? OWNER : sql`NULL`} AS owner, ${wanted.trigger ? triggerOf(sql`s`) : sql`NULL`} AS trigger
    FROM (SELECT ms.id, ms.account_id, ms.region, ms.namespace, ms.metric, ms.stat, ms.dimension AS name FROM metric_series ms) s
    ${needsResource ? resourceOf(sql`s`) : sql``} WHERE ${where}`
}
