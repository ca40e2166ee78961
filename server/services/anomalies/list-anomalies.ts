import { authorise, type Context } from '#server/services/context.ts'
import {
  chosen,
  type FacetCount,
  type FacetDimension,
  facetColumns,
  facetCounts,
  readFacets,
} from '#server/services/facets.ts'
import { placeConditions, resolveScope, type Scope } from '#server/services/scope/resolve-scope.ts'
import { effectiveLabel } from '#server/store/labels.ts'
import { allOf, likePattern, queryRows, type Sql, sql } from '#server/store/sql.ts'
import { handlingOf, incidentRows } from './incident-rows.ts'
import type { AnomalyList, ListAnomaliesQuery } from './schema.ts'

type Key = keyof AnomalyList['facets']

const SEVERITY_ORDER = sql`array_position(ARRAY['critical', 'high', 'medium', 'low', 'info'], i.severity)`
const valuesOf = (column: Sql) =>
  sql`ARRAY(SELECT DISTINCT ${column} FROM metric_anomaly a WHERE a.incident_id = i.id)`

function dimensionsOf(query: ListAnomaliesQuery): (FacetDimension & { key: Key })[] {
  return [
    { key: 'severity', value: sql`i.severity`, column: sql`f_severity`, selected: chosen(query.severity) },
    { key: 'origin', value: sql`i.origin`, column: sql`f_origin`, selected: chosen(query.origin) },
    { key: 'handling', value: handlingOf, column: sql`f_handling`, selected: chosen(query.handling) },
    {
      key: 'kind',
      value: valuesOf(sql`a.kind`),
      column: sql`f_kind`,
      selected: chosen(query.kind),
      many: true,
    },
    {
      key: 'metric',
      value: valuesOf(sql`a.metric`),
      column: sql`f_metric`,
      selected: chosen(query.metric),
      many: true,
    },
  ]
}

/** An environment leaves out incidents of functions of other ones only. */
function envConditions(scope: Scope): Sql[] {
  if (!scope.envs) return []
  return [
    sql`(i.functions = '{}' OR EXISTS (SELECT 1 FROM resource er WHERE er.kind = 'function' AND er.account_id = i.account_id AND er.region = i.region
      AND er.name = ANY(i.functions) AND ${effectiveLabel(sql`er`, 'env')} = ANY(${scope.envs}::text[])))`,
  ]
}

function conditions(query: ListAnomaliesQuery, scope: Scope): Sql {
  if (query.incident) return sql`i.id = ${query.incident}::uuid`
  const like = query.q ? likePattern(query.q) : undefined
  return allOf([
    sql`i.started_at < ${new Date(scope.toMs)} AND (i.ended_at IS NULL OR i.last_seen_at >= ${new Date(scope.fromMs)})`,
    ...placeConditions(scope, sql`i`),
    ...envConditions(scope),
    ...(query.state === 'open' ? [sql`i.ended_at IS NULL`] : []),
    ...(query.state === 'ended' ? [sql`i.ended_at IS NOT NULL`] : []),
    ...(query.function ? [sql`${query.function}::text = ANY(i.functions)`] : []),
    ...(like
      ? [
          sql`(i.title ILIKE ${like} OR i.summary ILIKE ${like} OR array_to_string(i.functions, ' ') ILIKE ${like})`,
        ]
      : []),
  ])
}

async function countModels({ store }: Context, scope: Scope): Promise<AnomalyList['models']> {
  const [row] = await queryRows<AnomalyList['models']>(
    store.pool,
    sql`SELECT count(*)::int AS series, (count(*) FILTER (WHERE NOT m.warm))::int AS learning
      FROM series_model m JOIN metric_series s ON s.id = m.series_id WHERE ${allOf(placeConditions(scope, sql`s`))}`,
  )
  return row ?? { series: 0, learning: 0 }
}

/** Incidents that touch the time range with their anomalies, the newest or the worst first, and facets over all that match. */
export async function listAnomalies(context: Context, query: ListAnomaliesQuery): Promise<AnomalyList> {
  authorise(context, 'viewer')
  const scope = resolveScope(context, query)
  const dimensions = dimensionsOf(query)
  const where = conditions(query, scope)
  const filters = dimensions.flatMap(({ value, selected, many }) => {
    if (!selected) return []
    return [many ? sql`${value} && ${selected}::text[]` : sql`${value} = ANY(${selected}::text[])`]
  })
  const order =
    query.sort === 'severity' ? sql`${SEVERITY_ORDER}, i.started_at DESC, i.id` : sql`i.started_at DESC, i.id`
  const page = sql`SELECT i.*, row_number() OVER (ORDER BY ${order}) AS place FROM metric_incident i WHERE ${allOf([where, ...filters])}
    ORDER BY ${order} LIMIT ${query.pageSize} OFFSET ${(query.page - 1) * query.pageSize}`
  const base = sql`(SELECT ${facetColumns(dimensions)} FROM metric_incident i WHERE ${where}) base`
  const [items, counts, models] = await Promise.all([
    incidentRows(context, page),
    queryRows<FacetCount>(context.store.pool, facetCounts(base, dimensions)),
    countModels(context, scope),
  ])
  const { total, facets } = readFacets(counts, dimensions)
  return { items, total, page: query.page, pageSize: query.pageSize, facets, models }
}
