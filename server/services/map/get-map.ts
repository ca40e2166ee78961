import { authorise, type Context } from '#server/services/context.ts'
import { functionMap } from './function-map.ts'
import { overviewMap } from './overview-map.ts'
import { roleMap } from './role-map.ts'
import type { EstateMap, MapQuery } from './schema.ts'
import { sourceMap } from './source-map.ts'

const AROUND = { function: functionMap, role: roleMap, source: sourceMap }

/** The map around one thing, or of the estate in groups. @throws NotFoundError where the thing is not there */
export async function getMap(context: Context, query: MapQuery): Promise<EstateMap> {
  authorise(context, 'viewer')
  const [kind, id] = query.focus?.split(':') ?? []
  if (kind === 'function' || kind === 'role' || kind === 'source') return AROUND[kind](context, Number(id))
  return overviewMap(context, query)
}
