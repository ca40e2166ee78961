import { CRITICALITIES } from '#server/domain/labels.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { type FacetCount, facetColumns, facetCounts, readFacets } from '#server/services/facets.ts'
import { LEVEL_ORDER, REACH_ORDER } from '#server/services/rank.ts'
import { accountNames } from '#server/services/scope/account-names.ts'
import { resolveScope, type Scope } from '#server/services/scope/resolve-scope.ts'
import { allOf, queryRows, raw, type Sql, sql } from '#server/store/sql.ts'
import { summedPoints } from '#server/store/summed-points.ts'
import { functionDimensions, searchConditions } from './function-filter.ts'
import { firingAlerts, functionRows } from './function-rows.ts'
import type { FunctionList, ListFunctionsQuery } from './schema.ts'

const METRIC_SORTS: Partial<Record<ListFunctionsQuery['sort'], [namespace: string, metric: string]>> = {
  invocations: ['AWS/Lambda', 'Invocations'],
  errors: ['AWS/Lambda', 'Errors'],
  throttles: ['AWS/Lambda', 'Throttles'],
  timeouts: ['Sightline', 'Timeouts'],
}

const COLUMN_SORTS: Partial<Record<ListFunctionsQuery['sort'], Sql>> = {
  account: sql`account_id`,
  region: sql`region`,
  runtime: sql`summary->>'runtime'`,
  memoryMb: sql`(summary->>'memoryMb')::float8`,
  timeoutSeconds: sql`(summary->>'timeoutSeconds')::float8`,
  lastModifiedAt: sql`summary->>'lastModifiedAt'`,
  triggers: sql`(derived->>'triggers')::int`,
}

/** Worst or widest first in descending order. */
const RANK_SORTS: Partial<Record<ListFunctionsQuery['sort'], Sql>> = {
  reach: sql`array_position(${[...REACH_ORDER]}::text[], f_reach)`,
  role: sql`array_position(${[...LEVEL_ORDER]}::text[], f_role)`,
  criticality: sql`array_position(${[...CRITICALITIES]}::text[], lower(f_criticality))`,
}

function orderBy(query: ListFunctionsQuery): Sql {
  const direction = raw(query.order === 'asc' ? 'ASC' : 'DESC')
  if (query.sort === 'name') return sql`name ${direction}, id`
  const rank = RANK_SORTS[query.sort]
  if (rank) return sql`${rank} ${raw(query.order === 'asc' ? 'DESC' : 'ASC')} NULLS LAST, name, id`
  if (query.sort === 'alerts') {
    const severity = raw(query.order === 'asc' ? 'DESC' : 'ASC')
    return sql`worst ${severity} NULLS LAST, firing ${direction} NULLS LAST, name, id`
  }
  const column = COLUMN_SORTS[query.sort] ?? sql`total`
  return sql`${column} ${direction} NULLS LAST, name, id`
}

/** Total of one metric by function over the range, for sorting. */
function totals(scope: Scope, metric: [string, string], nowMs: number): Sql {
  return sql`LEFT JOIN (SELECT s.account_id, s.region, s.dimension, sum(p.value) AS total
    FROM (SELECT id, account_id, region, dimension FROM metric_series
      WHERE namespace = ${metric[0]} AND metric = ${metric[1]} AND stat = 'Sum' AND dimension <> '') s,
    ${summedPoints({ fromMs: scope.fromMs, toMs: scope.toMs, nowMs, days: true })} GROUP BY 1, 2, 3) t
    ON t.account_id = base.account_id AND t.region = base.region AND t.dimension = base.name`
}

/** One page of functions with sparklines, and the facets over all that match. */
export async function listFunctions(context: Context, query: ListFunctionsQuery): Promise<FunctionList> {
  authorise(context, 'viewer')
  const scope = resolveScope(context, query)
  const dimensions = functionDimensions(scope, query)
  const { pool } = context.store
  const where = allOf([
    sql`r.kind = 'function'`,
    query.deleted === 'yes' ? sql`r.deleted_at IS NOT NULL` : sql`r.deleted_at IS NULL`,
    ...searchConditions(query.q),
  ])
  const base = sql`(SELECT r.id, r.name, r.account_id, r.region, r.summary, r.derived, al.firing, al.worst, ${facetColumns(dimensions)}
    FROM resource r LEFT JOIN (${firingAlerts}) al ON al.resource_id = r.id WHERE ${where}) base`
  const metric = METRIC_SORTS[query.sort]
  const readPage = async () => {
    const page = await queryRows<{ id: number }>(
      pool,
      sql`SELECT id FROM ${base} ${metric ? totals(scope, metric, context.clock()) : sql``} WHERE mask = 0
        ORDER BY ${orderBy(query)} LIMIT ${query.pageSize} OFFSET ${(query.page - 1) * query.pageSize}`,
    )
    return functionRows(
      context,
      scope,
      page.map((row) => row.id),
    )
  }
  const [counts, items, names] = await Promise.all([
    queryRows<FacetCount>(pool, facetCounts(base, dimensions, true)),
    readPage(),
    accountNames(context),
  ])
  const { total, facets } = readFacets(counts, dimensions, (key, value) =>
    key === 'account' ? (names.get(value) ?? value) : value,
  )
  return { items, total, page: query.page, pageSize: query.pageSize, facets }
}
