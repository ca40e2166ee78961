import { CHECKS } from '#server/checks/index.ts'
import { SEVERITIES } from '#server/domain/severity.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { facetColumns, facetCounts, readFacets } from '#server/services/facets.ts'
import { accountNames } from '#server/services/scope/account-names.ts'
import { resolveScope } from '#server/services/scope/resolve-scope.ts'
import { allOf, queryRows, raw, type Sql, sql } from '#server/store/sql.ts'
import { findingConditions, findingDimensions } from './finding-filter.ts'
import {
  FINDING_JOINS,
  FINDING_OWNER,
  type FindingRecord,
  selectFindings,
  toFindingRow,
} from './finding-rows.ts'
import { ruleTitles } from './rule-titles.ts'
import type { FindingList, ListFindingsQuery } from './schema.ts'

const SORTS: Record<Exclude<ListFindingsQuery['sort'], 'severity'>, Sql> = {
  check: sql`check_id`,
  resource: sql`name`,
  account: sql`account_id`,
  owner: sql`owner`,
  openedAt: sql`opened_at`,
  closedAt: sql`closed_at`,
}

/** Combined findings stand before others of their severity: they are what their parts together come to. */
const COMBINED = CHECKS.filter((check) => check.group === 'combined').map((check) => check.id)
const WORST_FIRST = sql`array_position(${[...SEVERITIES]}::text[], severity)`

function orderBy({ sort, order }: ListFindingsQuery): Sql {
  const up = order === 'asc'
  if (sort !== 'severity')
    return sql`${SORTS[sort]} ${raw(up ? 'ASC' : 'DESC')} NULLS LAST, ${WORST_FIRST}, opened_at DESC, id`
  const combined = sql`check_id = ANY(${COMBINED}::text[])`
  return sql`${WORST_FIRST} ${raw(up ? 'DESC' : 'ASC')}, ${combined} DESC, opened_at DESC, id`
}

async function userNames({ store }: Context): Promise<Map<string, string>> {
  const rows = await queryRows<{ id: string; name: string }>(store.pool, sql`SELECT id, name FROM auth_user`)
  return new Map(rows.map((row) => [row.id, row.name]))
}

/** One page of findings, and the facets over all that match. */
export async function listFindings(context: Context, query: ListFindingsQuery): Promise<FindingList> {
  authorise(context, 'viewer')
  const scope = resolveScope(context, query)
  const dimensions = findingDimensions(scope, query)
  const { pool } = context.store
  const base = sql`(SELECT f.id, f.check_id, f.severity, f.account_id, f.opened_at, f.closed_at, r.name, ${FINDING_OWNER} AS owner,
      ${facetColumns(dimensions)} FROM finding f ${FINDING_JOINS} WHERE ${allOf(findingConditions(scope, query))}) base`
  const page = sql`SELECT id FROM ${base} WHERE mask = 0 ORDER BY ${orderBy(query)} LIMIT ${query.pageSize} OFFSET ${(query.page - 1) * query.pageSize}`
  const [counts, records, names, users, titleOf] = await Promise.all([
    queryRows<Parameters<typeof readFacets>[0][number]>(pool, facetCounts(base, dimensions, true)),
    queryRows<FindingRecord>(
      pool,
      sql`${selectFindings(sql`(SELECT finding.*, p.rank FROM (SELECT id, row_number() OVER () AS rank FROM (${page}) i) p JOIN finding USING (id))`)} ORDER BY f.rank`,
    ),
    accountNames(context),
    userNames(context),
    ruleTitles(context),
  ])
  const { total, facets } = readFacets(counts, dimensions, (key, value) => {
    if (key === 'account') return names.get(value) ?? value
    if (key === 'check') return titleOf(value).title
    if (key === 'assignee') return users.get(value) ?? value
    return value
  })
  return {
    items: records.map((record) => toFindingRow(record, titleOf)),
    total,
    page: query.page,
    pageSize: query.pageSize,
    facets,
  }
}
