import { authorise, type Context } from '#server/services/context.ts'
import { type FacetCount, facetColumns, facetCounts, readFacets } from '#server/services/facets.ts'
import { LEVEL_ORDER } from '#server/services/rank.ts'
import { accountNames } from '#server/services/scope/account-names.ts'
import { resolveScope } from '#server/services/scope/resolve-scope.ts'
import { allOf, queryRows, raw, type Sql, sql } from '#server/store/sql.ts'
import { roleDimensions, roleEnvCondition, roleSearch } from './role-filter.ts'
import { type RoleBase, selectRoles, toRoleRow } from './role-rows.ts'
import type { ListRolesQuery, RoleList } from './schema.ts'

const SORTS: Record<Exclude<ListRolesQuery['sort'], 'level'>, Sql> = {
  name: sql`lower(name)`,
  account: sql`account_id`,
  functions: sql`(derived->>'functions')::int`,
  services: sql`(derived->>'services')::int`,
  unusedServices: sql`(derived->>'unusedServices')::int`,
  lastUsedAt: sql`summary->>'lastUsedAt'`,
  createdAt: sql`summary->>'createdAt'`,
}

function orderBy({ sort, order }: ListRolesQuery): Sql {
  const up = order === 'asc'
  if (sort !== 'level') return sql`${SORTS[sort]} ${raw(up ? 'ASC' : 'DESC')} NULLS LAST, name, id`
  return sql`array_position(${[...LEVEL_ORDER]}::text[], f_level) ${raw(up ? 'DESC' : 'ASC')},
    (derived->>'functions')::int ${raw(up ? 'ASC' : 'DESC')} NULLS LAST, name, id`
}

/** One page of roles with their risks, and the facets over all that match. Roles are global: regions do not narrow them. */
export async function listRoles(context: Context, query: ListRolesQuery): Promise<RoleList> {
  authorise(context, 'viewer')
  const scope = resolveScope(context, query)
  const dimensions = roleDimensions(scope, query)
  const { pool } = context.store
  const where = allOf([
    sql`r.kind = 'role'`,
    query.deleted === 'yes' ? sql`r.deleted_at IS NOT NULL` : sql`r.deleted_at IS NULL`,
    ...roleEnvCondition(scope),
    ...roleSearch(query.q),
  ])
  const base = sql`(SELECT r.id, r.name, r.account_id, r.summary, r.derived, ${facetColumns(dimensions)} FROM resource r WHERE ${where}) base`
  const page = sql`SELECT id FROM ${base} WHERE mask = 0 ORDER BY ${orderBy(query)} LIMIT ${query.pageSize} OFFSET ${(query.page - 1) * query.pageSize}`
  const ranked = sql`(SELECT resource.*, p.rank FROM (SELECT id, row_number() OVER () AS rank FROM (${page}) i) p JOIN resource USING (id))`
  const [counts, rows, names] = await Promise.all([
    queryRows<FacetCount>(pool, facetCounts(base, dimensions, true)),
    queryRows<RoleBase>(pool, sql`${selectRoles(ranked)} ORDER BY r.rank`),
    accountNames(context),
  ])
  const { total, facets } = readFacets(counts, dimensions, (key, value) =>
    key === 'account' ? (names.get(value) ?? value) : value,
  )
  return { items: rows.map(toRoleRow), total, page: query.page, pageSize: query.pageSize, facets }
}
