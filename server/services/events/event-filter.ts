import { chosen, type FacetDimension } from '#server/services/facets.ts'
import { envCondition, placeConditions, type Scope } from '#server/services/scope/resolve-scope.ts'
import { type Sql, sql } from '#server/store/sql.ts'
import { searchCondition } from './event-search.ts'
import type { ListEventsQuery } from './schema.ts'

/** Facets of what events are counted by. Who acted is counted apart: actors are too many to keep counts of. */
export const SHAPE_FACETS = ['source', 'name', 'function', 'tool', 'outcome', 'kind', 'category'] as const
export type ShapeFacet = (typeof SHAPE_FACETS)[number]
export type EventFilter = Omit<ListEventsQuery, 'cursor' | 'limit'>

/** Values of facets, from trail_shape as s. */
const VALUES: Record<ShapeFacet, Sql> = {
  source: sql`s.event_source`,
  name: sql`s.event_name`,
  function: sql`coalesce(nullif(s.function_name, ''), 'none')`,
  tool: sql`s.tool`,
  outcome: sql`CASE WHEN s.error_code = '' THEN 'ok' ELSE 'error' END`,
  kind: sql`s.kind`,
  category: sql`s.category`,
}

const COLUMNS: Record<ShapeFacet, Sql> = {
  source: sql`f_source`,
  name: sql`f_name`,
  function: sql`f_function`,
  tool: sql`f_tool`,
  outcome: sql`f_outcome`,
  kind: sql`f_kind`,
  category: sql`f_category`,
}

export function shapeDimensions(filter: EventFilter): (FacetDimension & { key: ShapeFacet })[] {
  return SHAPE_FACETS.map((key) => ({
    key,
    value: VALUES[key],
    column: COLUMNS[key],
    selected: chosen(filter[key]),
  }))
}

/** Conditions on trail_shape as s: place and environment, that is what no facet undoes. */
export function placeOfShapes(scope: Scope): Sql[] {
  return [...placeConditions(scope, sql`s`), ...envCondition(scope, sql`s`, sql`function_name`)]
}

/** Conditions on trail_shape as s: place, environment and every facet that is chosen. */
export function shapeConditions(scope: Scope, filter: EventFilter): Sql[] {
  const facets = shapeDimensions(filter).flatMap(({ value, selected }) =>
    selected ? [sql`${value} = ANY(${selected}::text[])`] : [],
  )
  return [...placeOfShapes(scope), ...facets]
}

/** Conditions on trail_event as e that have an index of their own: who, in which session, from where. */
export function directConditions(filter: EventFilter): Sql[] {
  return [
    ...(filter.actor ? [sql`e.actor_arn = ${filter.actor}`] : []),
    ...(filter.session ? [sql`e.session_key = ${filter.session}`] : []),
    ...(filter.ip ? [sql`e.source_ip = ${filter.ip}`] : []),
  ]
}

/** The condition on trail_event as e that the search box makes; undefined where nothing is looked for. */
export function textCondition(filter: EventFilter): Sql | undefined {
  return filter.q === undefined || filter.q.trim() === '' ? undefined : searchCondition(filter.q)
}
