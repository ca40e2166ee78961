import type { Context } from '#server/services/context.ts'
import { queryRows, type Sql, sql } from '#server/store/sql.ts'
import { type MapBuilder, reachLevelOf, riskLevelOf } from './map-builder.ts'

export type MapFunction = {
  id: number
  arn: string
  name: string
  region: string
  role_arn: string | null
  reach: string | null
  role_level: string | null
  deleted: boolean
}

/** Functions where `condition` on f holds. */
export function readFunctions({ store }: Context, condition: Sql, limit: number): Promise<MapFunction[]> {
  return queryRows<MapFunction>(
    store.pool,
    sql`SELECT f.id, f.arn, f.name, f.region, f.summary->>'roleArn' AS role_arn, f.derived->>'reach' AS reach,
        f.derived->>'roleLevel' AS role_level, f.deleted_at IS NOT NULL AS deleted
      FROM resource f WHERE f.kind = 'function' AND ${condition} ORDER BY f.name, f.id LIMIT ${limit}`,
  )
}

export function addFunction(map: MapBuilder, one: MapFunction): void {
  map.node({
    id: `function:${one.id}`,
    column: 'function',
    kind: 'function',
    label: one.name,
    sublabel: one.region,
    href: `/functions/${one.id}`,
    reach: reachLevelOf(one.reach),
    risk: riskLevelOf(one.role_level),
    gone: one.deleted,
  })
}
