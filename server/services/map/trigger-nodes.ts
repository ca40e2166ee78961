import type { Trigger } from '#server/domain/triggers/trigger.ts'
import type { Context } from '#server/services/context.ts'
import { queryRows, type Sql, sql } from '#server/store/sql.ts'
import { audienceNode } from './audience-nodes.ts'
import { type MapBuilder, reachLevelOf } from './map-builder.ts'

export type MapTrigger = {
  id: number
  resource_id: number
  kind: string
  source: string
  source_name: string
  source_id: number | null
  live: boolean | null
  sides: string
  audience: string
  detail: Trigger['detail']
  function_name: string
}

/** More triggers of one source and function than this are shown as one. */
const MAX_EACH = 8

/** Triggers that are there now, where `condition` on t holds. */
export function readTriggers({ store }: Context, condition: Sql, limit = 400): Promise<MapTrigger[]> {
  return queryRows<MapTrigger>(
    store.pool,
    sql`SELECT t.id, t.resource_id, t.kind, t.source, t.source_name, t.source_id, t.live, t.sides, t.audience,
        t.body->>'detail' AS detail, t.function_name FROM trigger t WHERE t.gone_at IS NULL AND ${condition} ORDER BY t.id LIMIT ${limit}`,
  )
}

/** Adds audience → source → trigger → function for each; many triggers of one source to one function become one node. */
export function addTriggers(map: MapBuilder, triggers: MapTrigger[]): void {
  const groups = Map.groupBy(triggers, (one) => `${one.source}\n${one.kind}\n${one.resource_id}`)
  for (const group of groups.values()) {
    const [first] = group
    if (!first) continue
    const source = `source:${first.kind}:${first.source}`
    map.node({
      id: source,
      column: 'source',
      kind: first.kind,
      label: first.source_name,
      href: first.source_id === null ? null : `/map?focus=source:${first.source_id}`,
      gone: first.sides === 'grant only',
    })
    const shown = group.length > MAX_EACH ? [first] : group
    for (const one of shown) {
      const id = `trigger:${one.id}`
      const many = shown.length < group.length
      map.node({
        id,
        column: 'trigger',
        kind: one.kind,
        label: many ? `${group.length} routes` : one.detail || one.kind,
        sublabel: one.sides === 'both' || one.sides === 'setting' ? '' : one.sides,
        count: many ? group.length : 1,
        href: many ? `/functions/${one.resource_id}?tab=reach` : `/triggers/${one.id}`,
        reach: reachLevelOf(one.audience),
      })
      map.edge(source, id, '', 1, one.live)
      map.edge(id, `function:${one.resource_id}`, '', 1, one.live)
    }
    for (const level of new Set(group.map((one) => reachLevelOf(one.audience) ?? 'unknown')))
      if (level !== 'account' && level !== 'nobody') map.edge(audienceNode(map, level), source)
  }
}
