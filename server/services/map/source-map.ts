import { NotFoundError } from '#server/errors.ts'
import type { Context } from '#server/services/context.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import { addFunction, readFunctions } from './function-nodes.ts'
import { MapBuilder } from './map-builder.ts'
import { addRoles } from './role-nodes.ts'
import type { EstateMap } from './schema.ts'
import { addTriggers, readTriggers } from './trigger-nodes.ts'

/** One source, such as an API: who comes in, by which routes, to which functions, with which roles. @throws NotFoundError */
export async function sourceMap(context: Context, id: number): Promise<EstateMap> {
  const map = new MapBuilder()
  const [source] = await queryRows<{ name: string; arn: string }>(
    context.store.pool,
    sql`SELECT name, arn FROM resource WHERE id = ${id}`,
  )
  if (!source) throw new NotFoundError('This source')
  const triggers = await readTriggers(context, sql`(t.source_id = ${id} OR t.source = ${source.arn})`)
  const functions = await readFunctions(
    context,
    sql`f.id = ANY(${[...new Set(triggers.map((one) => one.resource_id))]}::int[])`,
    200,
  )
  for (const one of functions) addFunction(map, one)
  addTriggers(map, triggers)
  const arns = [...new Set(functions.flatMap((one) => one.role_arn ?? []))]
  const roles = await addRoles(context, map, arns, false)
  for (const one of functions) {
    const role = one.role_arn === null ? undefined : roles.get(one.role_arn)
    if (role) map.edge(`function:${one.id}`, role, 'runs as')
  }
  return map.build(`Around ${source.name}`)
}
