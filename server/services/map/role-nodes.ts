import { effectivePermissions } from '#server/domain/access/access.ts'
import { asObject } from '#server/domain/json.ts'
import type { Context } from '#server/services/context.ts'
import { unpack } from '#server/store/packed.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import { type MapBuilder, riskLevelOf } from './map-builder.ts'

const MAX_SERVICES = 14
const MAX_RESOURCES = 4

type Row = { id: number; arn: string; name: string; deleted: boolean; level: string | null; body: unknown }

const LEVEL_ORDER = ['Permissions management', 'Write', 'Read', 'List', 'Tagging', 'Unknown']

/** Adds these roles and, where `resources` is set, what each may act on by service. Returns node ids by ARN. */
export async function addRoles(
  { store }: Context,
  map: MapBuilder,
  arns: string[],
  resources: boolean,
): Promise<Map<string, string>> {
  const rows = await queryRows<Row>(
    store.pool,
    sql`SELECT r.id, r.arn, r.name, r.deleted_at IS NOT NULL AS deleted, r.derived->>'level' AS level,
        ${resources ? sql`i.body->'permissions'` : sql`NULL::jsonb`} AS body
      FROM resource r LEFT JOIN insight i ON i.resource_id = r.id WHERE r.kind = 'role' AND r.arn = ANY(${arns}::text[])`,
  )
  const ids = new Map<string, string>()
  for (const row of rows) {
    const id = `role:${row.id}`
    ids.set(row.arn, id)
    map.node({
      id,
      column: 'role',
      kind: 'role',
      label: row.name,
      href: `/roles/${row.id}`,
      risk: riskLevelOf(row.level),
      gone: row.deleted,
    })
    if (resources) addResources(map, id, asObject(unpack(row.body)))
  }
  for (const arn of arns) {
    if (ids.has(arn)) continue
    const id = `role-arn:${arn}`
    ids.set(arn, id)
    const label = arn.split('/').pop() ?? arn
    map.node({ id, column: 'role', kind: 'role', label, sublabel: 'not collected', risk: 'unknown' })
  }
  return ids
}

function addResources(map: MapBuilder, roleNode: string, body: object): void {
  const permissions = effectivePermissions.safeParse(body)
  if (!permissions.success) return
  const { services, admin } = permissions.data
  if (admin) {
    map.node({
      id: 'everything',
      column: 'resource',
      kind: 'everything',
      label: 'Everything',
      risk: 'critical',
    })
    map.edge(roleNode, 'everything', 'administrator')
    return
  }
  for (const service of services.slice(0, MAX_SERVICES)) {
    const levels = service.levels
      .map((level) => level.level)
      .sort((a, b) => LEVEL_ORDER.indexOf(a) - LEVEL_ORDER.indexOf(b))
    const every = service.levels.some((level) => level.everyResource)
    const names = [...new Set(service.levels.flatMap((level) => level.resources))]
    const targets = every || names.length > MAX_RESOURCES ? [null] : names
    for (const name of targets) {
      const id = `resource:${service.service}:${name ?? '*'}`
      map.node({
        id,
        column: 'resource',
        kind: service.service,
        label: name === null ? service.service : name.split(':').slice(5).join(':') || name,
        sublabel: every ? 'every resource' : name === null ? `${names.length} resources` : service.service,
      })
      map.edge(roleNode, id, levels.join(', '))
    }
  }
  if (services.length > MAX_SERVICES)
    map.leaveOut(`${services.length - MAX_SERVICES} more services that a role may act in`)
}
