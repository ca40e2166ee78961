import type { z } from 'zod'
import type { ResourceKind } from '#server/domain/records/resource-kind.ts'
import { SEVERITIES, type Severity } from '#server/domain/severity.ts'
import { authorise, type Context } from '#server/services/context.ts'
import {
  chosen,
  type FacetDimension,
  facetColumns,
  facetCounts,
  readFacets,
} from '#server/services/facets.ts'
import { FINDING_ENV, FINDING_JOINS, FINDING_OWNER } from '#server/services/findings/finding-rows.ts'
import { accountNames } from '#server/services/scope/account-names.ts'
import { resolveScope } from '#server/services/scope/resolve-scope.ts'
import { allOf, likePattern, queryRows, raw, sql } from '#server/store/sql.ts'
import type { listResourcePostureQuery, ResourcePostureList } from './schema.ts'

type Query = z.infer<typeof listResourcePostureQuery>
type Key = 'kind' | 'account' | 'region' | 'owner'
type Row = {
  id: number
  kind: ResourceKind
  name: string
  arn: string
  account_id: string
  region: string
  owner: string | null
  env: string | null
  critical: number
  high: number
  medium: number
  low: number
  info: number
  excepted: number
  unknown: number
}

const ORDERS: Record<Query['sort'], string[]> = {
  risk: ['critical', 'high', 'medium', 'low', 'info', 'excepted'],
  name: ['name'],
  unknown: ['unknown'],
}

/** One page of resources with findings, by what is wrong with them. */
export async function listResourcePosture(context: Context, query: Query): Promise<ResourcePostureList> {
  authorise(context, 'viewer')
  const scope = resolveScope(context, query)
  const { pool } = context.store
  const dimensions: (FacetDimension & { key: Key })[] = [
    { key: 'kind', value: sql`f.kind`, column: sql`f_kind`, selected: chosen(query.kind) },
    { key: 'account', value: sql`f.account_id`, column: sql`f_account`, selected: scope.accounts },
    { key: 'region', value: sql`f.region`, column: sql`f_region`, selected: scope.regions },
    {
      key: 'owner',
      value: sql`coalesce(f.owner, 'none')`,
      column: sql`f_owner`,
      selected: chosen(query.owner),
    },
  ]
  const text = query.q?.trim()
  const where = allOf([
    sql`f.status <> 'closed'`,
    ...(scope.envs ? [sql`${FINDING_ENV} = ANY(${scope.envs}::text[])`] : []),
    ...(text ? [sql`(r.name ILIKE ${likePattern(text)} OR r.arn ILIKE ${likePattern(text)})`] : []),
  ])
  const counts = SEVERITIES.map(
    (severity) =>
      sql`count(*) FILTER (WHERE f.status = 'open' AND f.severity = ${severity})::int AS ${raw(severity)}`,
  )
  const [critical, high, medium, low, info] = counts
  const grouped = sql`(SELECT r.id, r.kind, r.name, r.arn, r.account_id, r.region, max(${FINDING_OWNER}) AS owner, max(${FINDING_ENV}) AS env,
      ${critical ?? sql``}, ${high ?? sql``}, ${medium ?? sql``}, ${low ?? sql``}, ${info ?? sql``}, count(*) FILTER (WHERE f.status = 'excepted')::int AS excepted
    FROM finding f ${FINDING_JOINS} WHERE ${where} GROUP BY r.id) f`
  const base = sql`(SELECT f.*, coalesce((SELECT count(*)::int FROM assessment a, jsonb_each(a.verdicts) e WHERE a.resource_id = f.id AND jsonb_typeof(e.value) = 'object'), 0) AS unknown,
      ${facetColumns(dimensions)} FROM ${grouped}) base`
  const light = sql`(SELECT ${facetColumns(dimensions)} FROM ${grouped}) base`
  const direction = query.order === 'asc' ? 'ASC' : 'DESC'
  const order = raw(
    [...ORDERS[query.sort].map((column) => `${column} ${direction}`), 'name', 'id'].join(', '),
  )
  const [total, rows, names] = await Promise.all([
    queryRows<Parameters<typeof readFacets>[0][number]>(pool, facetCounts(light, dimensions, true)),
    queryRows<Row>(
      pool,
      sql`SELECT * FROM ${base} WHERE mask = 0 ORDER BY ${order} LIMIT ${query.pageSize} OFFSET ${(query.page - 1) * query.pageSize}`,
    ),
    accountNames(context),
  ])
  const read = readFacets(total, dimensions, (key, value) =>
    key === 'account' ? (names.get(value) ?? value) : value,
  )
  return {
    items: rows.map((row) => ({
      resourceId: row.id,
      kind: row.kind,
      name: row.name,
      arn: row.arn,
      accountId: row.account_id,
      accountName: names.get(row.account_id) ?? row.account_id,
      region: row.region,
      owner: row.owner,
      env: row.env,
      open: openCounts(row),
      excepted: row.excepted,
      unknown: row.unknown,
      worst: SEVERITIES.find((severity) => row[severity] > 0) ?? null,
    })),
    total: read.total,
    page: query.page,
    pageSize: query.pageSize,
    facets: read.facets,
  }
}

/** Open findings by severity. */
export function openCounts(row: Record<Severity, number>): Record<Severity, number> {
  const { critical, high, medium, low, info } = row
  return { critical, high, medium, low, info }
}
