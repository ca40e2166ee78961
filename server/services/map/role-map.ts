import { NotFoundError } from '#server/errors.ts'
import type { Context } from '#server/services/context.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import { audienceNode } from './audience-nodes.ts'
import { addFunction, readFunctions } from './function-nodes.ts'
import { MapBuilder, reachLevelOf } from './map-builder.ts'
import { addRoles } from './role-nodes.ts'
import type { EstateMap } from './schema.ts'

const MAX_FUNCTIONS = 80

/** One role: which functions run as it, who reaches them, and what it may act on. @throws NotFoundError */
export async function roleMap(context: Context, id: number): Promise<EstateMap> {
  const map = new MapBuilder()
  const [role] = await queryRows<{ arn: string; name: string }>(
    context.store.pool,
    sql`SELECT arn, name FROM resource WHERE id = ${id} AND kind = 'role'`,
  )
  if (!role) throw new NotFoundError('This role')
  const functions = await readFunctions(
    context,
    sql`f.deleted_at IS NULL AND f.summary->>'roleArn' = ${role.arn}`,
    MAX_FUNCTIONS + 1,
  )
  const node = (await addRoles(context, map, [role.arn], true)).get(role.arn) ?? `role:${id}`
  for (const one of functions.slice(0, MAX_FUNCTIONS)) {
    addFunction(map, one)
    map.edge(`function:${one.id}`, node, 'runs as')
    map.edge(audienceNode(map, reachLevelOf(one.reach) ?? 'unknown'), `function:${one.id}`)
  }
  if (functions.length > MAX_FUNCTIONS)
    map.leaveOut(`functions beyond the first ${MAX_FUNCTIONS} that run as it`)
  return map.build(`Around the role ${role.name}`)
}
