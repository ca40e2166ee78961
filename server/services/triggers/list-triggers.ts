import { authorise, type Context } from '#server/services/context.ts'
import { type FacetCount, facetColumns, facetCounts, readFacets } from '#server/services/facets.ts'
import { REACH_ORDER } from '#server/services/rank.ts'
import { accountNames } from '#server/services/scope/account-names.ts'
import { resolveScope } from '#server/services/scope/resolve-scope.ts'
import { allOf, queryRows, raw, type Sql, sql } from '#server/store/sql.ts'
import type { ListTriggersQuery, TriggerList } from './schema.ts'
import { triggerDimensions, triggerEnvCondition, triggerSearch } from './trigger-filter.ts'
import { selectTriggers, type TriggerRecord, toTriggerRow } from './trigger-rows.ts'

const SORTS: Record<Exclude<ListTriggersQuery['sort'], 'audience'>, Sql> = {
  kind: sql`f_kind`,
  source: sql`source_name`,
  function: sql`function_name`,
  account: sql`f_account`,
  region: sql`f_region`,
  firstSeenAt: sql`first_seen_at`,
}

function orderBy({ sort, order }: ListTriggersQuery): Sql {
  const up = order === 'asc'
  if (sort !== 'audience')
    return sql`${SORTS[sort]} ${raw(up ? 'ASC' : 'DESC')}, function_name, source_name, id`
  return sql`array_position(${[...REACH_ORDER]}::text[], f_audience) ${raw(up ? 'DESC' : 'ASC')} NULLS LAST, function_name, source_name, id`
}

/** One page of the ways by which functions are invoked, and the facets over all that match. */
export async function listTriggers(context: Context, query: ListTriggersQuery): Promise<TriggerList> {
  authorise(context, 'viewer')
  const scope = resolveScope(context, query)
  const dimensions = triggerDimensions(scope, query)
  const { pool } = context.store
  const where = allOf([
    query.gone === 'yes' ? sql`t.gone_at IS NOT NULL` : sql`t.gone_at IS NULL`,
    ...triggerEnvCondition(scope),
    ...triggerSearch(query.q),
  ])
  const base = sql`(SELECT t.id, t.source_name, t.function_name, t.first_seen_at, ${facetColumns(dimensions)} FROM trigger t WHERE ${where}) base`
  const page = sql`SELECT id FROM ${base} WHERE mask = 0 ORDER BY ${orderBy(query)} LIMIT ${query.pageSize} OFFSET ${(query.page - 1) * query.pageSize}`
  const [counts, rows, names] = await Promise.all([
    queryRows<FacetCount>(pool, facetCounts(base, dimensions, true)),
    queryRows<TriggerRecord>(
      pool,
      sql`${selectTriggers(sql`(SELECT trigger.*, p.rank FROM (SELECT id, row_number() OVER () AS rank FROM (${page}) i) p JOIN trigger USING (id))`)} ORDER BY t.rank`,
    ),
    accountNames(context),
  ])
  const { total, facets } = readFacets(counts, dimensions, (key, value) =>
    key === 'account' ? (names.get(value) ?? value) : value,
  )
  return { items: rows.map(toTriggerRow), total, page: query.page, pageSize: query.pageSize, facets }
}
