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
import { allOf, likePattern, queryRows, raw, type Sql, sql } from '#server/store/sql.ts'
import { findAlerts, SEVERITY_ORDER } from './alert-rows.ts'
import { loadRules, ruleOf } from './rule-of.ts'
import type { AlertList, ListAlertsQuery } from './schema.ts'

type AlertFacet = 'state' | 'severity' | 'rule' | 'kind'

const OPEN = ['firing', 'acknowledged', 'snoozed']

function dimensionsOf(query: ListAlertsQuery): (FacetDimension & { key: AlertFacet })[] {
  const states = chosen(query.state)?.flatMap((state) => (state === 'open' ? OPEN : [state]))
  return [
    { key: 'state', value: sql`al.state`, column: sql`f_state`, selected: states },
    { key: 'severity', value: sql`al.severity`, column: sql`f_severity`, selected: chosen(query.severity) },
    { key: 'rule', value: sql`al.rule_id`, column: sql`f_rule`, selected: chosen(query.rule) },
    { key: 'kind', value: sql`al.rule_kind`, column: sql`f_kind`, selected: chosen(query.kind) },
  ]
}

/** An environment leaves out what belongs to functions of another; what is the whole account's or of another kind stays. */
export function alertEnvConditions(scope: Scope): Sql[] {
  if (!scope.envs) return []
  return [
    sql`NOT EXISTS (SELECT 1 FROM resource er WHERE er.id = al.resource_id AND er.kind = 'function'
      AND (${effectiveLabel(sql`er`, 'env')} = ANY(${scope.envs}::text[])) IS NOT TRUE)`,
  ]
}

/** Alerts of the scope: all that are open, and the resolved ones that touch the time range. */
export function alertConditions(scope: Scope): Sql[] {
  return [
    sql`al.started_at < ${new Date(scope.toMs)} AND (al.state <> 'resolved' OR coalesce(al.resolved_at, al.last_seen_at) >= ${new Date(scope.fromMs)})`,
    ...placeConditions(scope, sql`al`, 'global'),
    ...alertEnvConditions(scope),
  ]
}

function orderBy({ sort, order }: ListAlertsQuery): Sql {
  const direction = raw(order === 'asc' ? 'ASC' : 'DESC')
  if (sort === 'startedAt') return sql`al.started_at ${direction}, al.id`
  if (sort === 'lastSeenAt') return sql`al.last_seen_at ${direction}, al.id`
  if (sort === 'title') return sql`al.title ${direction}, al.id`
  return sql`${SEVERITY_ORDER} ${raw(order === 'asc' ? 'DESC' : 'ASC')}, al.started_at DESC, al.id`
}

/** A page of alerts and the facets over all that match; "severity desc" has the worst first. */
export async function listAlerts(context: Context, query: ListAlertsQuery): Promise<AlertList> {
  authorise(context, 'viewer')
  const scope = resolveScope(context, query)
  const dimensions = dimensionsOf(query)
  await loadRules()
  const like = query.q ? likePattern(query.q) : undefined
  const where = allOf([
    ...(query.resourceId === undefined
      ? alertConditions(scope)
      : [sql`al.resource_id = ${query.resourceId}`]),
    ...(like
      ? [
          sql`(al.title ILIKE ${like} OR al.summary ILIKE ${like} OR al.resource_name ILIKE ${like} OR al.rule_id ILIKE ${like})`,
        ]
      : []),
  ])
  const base = sql`(SELECT ${facetColumns(dimensions)} FROM alert al WHERE ${where}) base`
  const filters = dimensions.flatMap(({ value, selected }) =>
    selected ? [sql`${value} = ANY(${selected}::text[])`] : [],
  )
  const order = orderBy(query)
  const page = sql`SELECT * FROM alert al WHERE ${allOf([where, ...filters])} ORDER BY ${order}
    LIMIT ${query.pageSize} OFFSET ${(query.page - 1) * query.pageSize}`
  const [items, counts] = await Promise.all([
    findAlerts(context, page, order),
    queryRows<FacetCount>(context.store.pool, facetCounts(base, dimensions)),
  ])
  const { total, facets } = readFacets(counts, dimensions, (key, value) =>
    key === 'rule' ? ruleOf(value).title : value,
  )
  return { items, total, page: query.page, pageSize: query.pageSize, facets }
}
