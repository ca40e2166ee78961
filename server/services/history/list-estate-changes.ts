import { recordDiff } from '#server/domain/records/record-diff.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { type FacetCount, facetColumns, facetCounts, readFacets } from '#server/services/facets.ts'
import { accountNames } from '#server/services/scope/account-names.ts'
import { resolveScope, type Scope } from '#server/services/scope/resolve-scope.ts'
import { allOf, queryRows, raw, type Sql, sql } from '#server/store/sql.ts'
import { changeConditions, changeDimensions, estateChanges } from './change-filter.ts'
import { resourceKindOf } from './find-resource.ts'
import { resourceHref } from './resource-href.ts'
import type { EstateChange, EstateChangeList, ListEstateChangesQuery } from './schema.ts'

const MAX_FIELDS = 12

type Row = {
  id: number
  kind: string
  name: string
  arn: string
  account_id: string
  region: string
  versions: number
  actors: string[]
  change: EstateChange['change']
  at: Date
}

const SORTS: Record<ListEstateChangesQuery['sort'], Sql> = {
  at: sql`at`,
  name: sql`name`,
  kind: sql`kind`,
}

type Ends = { resource_id: number; before: object | null; after: object | null }

/** Paths of the fields that differ between the period's two ends, by resource. */
async function changedFields(context: Context, scope: Scope, ids: number[]): Promise<Map<number, string[]>> {
  const [from, to] = [new Date(scope.fromMs), new Date(scope.toMs)]
  const ends = await queryRows<Ends>(
    context.store.pool,
    sql`SELECT id AS resource_id,
        coalesce(
          (SELECT record FROM resource_version WHERE resource_id = x.id AND valid_from < ${from} ORDER BY valid_from DESC, id DESC LIMIT 1),
          (SELECT record FROM resource_version WHERE resource_id = x.id AND valid_from < ${to} ORDER BY valid_from, id LIMIT 1)) AS before,
        (SELECT record FROM resource_version WHERE resource_id = x.id AND valid_from < ${to} ORDER BY valid_from DESC, id DESC LIMIT 1) AS after
      FROM unnest(${ids}::int[]) AS x(id)`,
  )
  return new Map(
    ends.map(({ resource_id, before, after }) => [
      resource_id,
      before && after ? recordDiff(before, after).map((field) => field.path) : [],
    ]),
  )
}

/** What was new, changed and gone in the period, over the whole estate. */
export async function listEstateChanges(
  context: Context,
  query: ListEstateChangesQuery,
): Promise<EstateChangeList> {
  authorise(context, 'viewer')
  const scope = resolveScope(context, query)
  const dimensions = changeDimensions(scope, query)
  const { pool } = context.store
  const base = sql`(SELECT c.*, ${facetColumns(dimensions)} FROM (${estateChanges(scope)}) c WHERE ${allOf(changeConditions(query.q))}) base`
  const direction = raw(query.order === 'asc' ? 'ASC' : 'DESC')
  const { page, pageSize } = query
  const [rows, counts, names] = await Promise.all([
    queryRows<Row>(
      pool,
      sql`SELECT * FROM ${base} WHERE mask = 0 ORDER BY ${SORTS[query.sort]} ${direction}, id DESC LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize}`,
    ),
    queryRows<FacetCount>(pool, facetCounts(base, dimensions)),
    accountNames(context),
  ])
  const changed = rows.filter((row) => row.change === 'changed').map((row) => row.id)
  const fields = await changedFields(context, scope, changed)
  const { total, facets } = readFacets(counts, dimensions, (key, value) =>
    key === 'account' ? (names.get(value) ?? value) : value,
  )
  const items = rows.map((row): EstateChange => {
    const kind = resourceKindOf(row.kind)
    return {
      id: row.id,
      kind,
      change: row.change,
      name: row.name,
      arn: row.arn,
      accountId: row.account_id,
      accountName: names.get(row.account_id) ?? row.account_id,
      region: row.region,
      at: row.at.toISOString(),
      versions: row.versions,
      fields: (fields.get(row.id) ?? []).slice(0, MAX_FIELDS),
      actors: row.actors,
      href: resourceHref(kind, row.id),
    }
  })
  return { items, total, page, pageSize, facets }
}
