import { chosen, type FacetDimension } from '#server/services/facets.ts'
import { envCondition, placeConditions, type Scope } from '#server/services/scope/resolve-scope.ts'
import { likePattern, type Sql, sql } from '#server/store/sql.ts'
import type { ListEventsQuery } from './schema.ts'

export const EVENT_FACETS = ['source', 'name', 'actor', 'function', 'tool', 'outcome', 'kind'] as const
export type EventFacet = (typeof EVENT_FACETS)[number]
export type EventFilter = Omit<ListEventsQuery, 'cursor' | 'limit'>

const VALUES: Record<EventFacet, Sql> = {
  source: sql`e.event_source`,
  name: sql`e.event_name`,
  actor: sql`e.actor_arn`,
  function: sql`coalesce(e.function_name, 'none')`,
  tool: sql`e.tool`,
  outcome: sql`CASE WHEN e.error_code IS NULL THEN 'ok' ELSE 'error' END`,
  kind: sql`CASE WHEN e.read_only THEN 'read' ELSE 'write' END`,
}

const COLUMNS: Record<EventFacet, Sql> = {
  source: sql`f_source`,
  name: sql`f_name`,
  actor: sql`f_actor`,
  function: sql`f_function`,
  tool: sql`f_tool`,
  outcome: sql`f_outcome`,
  kind: sql`f_kind`,
}

export function eventDimensions(filter: EventFilter): (FacetDimension & { key: EventFacet })[] {
  const one = (value: string | undefined) => (value ? [value] : undefined)
  const selected: Record<EventFacet, string[] | undefined> = {
    source: chosen(filter.source),
    name: chosen(filter.name),
    actor: one(filter.actor),
    function: chosen(filter.function),
    tool: one(filter.tool),
    outcome: one(filter.outcome),
    kind: one(filter.kind),
  }
  return EVENT_FACETS.map((key) => ({
    key,
    value: VALUES[key],
    column: COLUMNS[key],
    selected: selected[key],
  }))
}

/** What is not a facet: time, place, the search box, session and address. */
export function eventConditions(scope: Scope, filter: EventFilter): Sql[] {
  const like = filter.q ? likePattern(filter.q) : undefined
  return [
    sql`e.event_time >= ${new Date(scope.fromMs)} AND e.event_time < ${new Date(scope.toMs)}`,
    ...placeConditions(scope, sql`e`),
    ...envCondition(scope, sql`e`, sql`function_name`),
    ...(filter.session ? [sql`e.session_key = ${filter.session}`] : []),
    ...(filter.ip ? [sql`e.source_ip = ${filter.ip}`] : []),
    ...(like
      ? [
          sql`(e.event_name ILIKE ${like} OR e.actor_name ILIKE ${like} OR e.actor_arn ILIKE ${like} OR e.function_name ILIKE ${like}
            OR e.source_ip ILIKE ${like} OR e.user_agent ILIKE ${like} OR e.error_code ILIKE ${like} OR e.error_message ILIKE ${like})`,
        ]
      : []),
  ]
}

/** Conditions of the facet filters, for queries that do not count facets. */
export function eventFacetConditions(filter: EventFilter): Sql[] {
  return eventDimensions(filter).flatMap(({ value, selected }) =>
    selected ? [sql`${value} = ANY(${selected}::text[])`] : [],
  )
}
