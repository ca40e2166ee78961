import { NotFoundError } from '#server/errors.ts'
import type { Context } from '#server/services/context.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import { addFunction, readFunctions } from './function-nodes.ts'
import { MapBuilder, reachLevelOf } from './map-builder.ts'
import { addRoles } from './role-nodes.ts'
import type { EstateMap } from './schema.ts'
import { addTriggers, readTriggers } from './trigger-nodes.ts'

const MAX_CALLS = 40

type Call = {
  from_arn: string
  to_arn: string
  by: string[]
  id: number | null
  name: string | null
  reach: string | null
}

/** One function's neighbourhood: who comes in by what, its role and what that may act on, callers and callees. @throws NotFoundError */
export async function functionMap(context: Context, id: number): Promise<EstateMap> {
  const map = new MapBuilder()
  const [one] = await readFunctions(context, sql`f.id = ${id}`, 1)
  if (!one) throw new NotFoundError('This function')
  addFunction(map, one)
  const [triggers, calls, sharing] = await Promise.all([
    readTriggers(context, sql`t.resource_id = ${id}`),
    queryRows<Call>(
      context.store.pool,
      sql`SELECT c.from_arn, c.to_arn, c."by", o.id, o.name, o.derived->>'reach' AS reach FROM function_call c
        LEFT JOIN resource o ON o.kind = 'function' AND o.deleted_at IS NULL AND o.arn = CASE WHEN c.from_arn = ${one.arn} THEN c.to_arn ELSE c.from_arn END
        WHERE c.from_arn = ${one.arn} OR c.to_arn = ${one.arn} ORDER BY c.id LIMIT ${MAX_CALLS}`,
    ),
    one.role_arn === null
      ? []
      : queryRows<{ count: string }>(
          context.store.pool,
          sql`SELECT count(*) AS count FROM resource WHERE kind = 'function' AND deleted_at IS NULL AND summary->>'roleArn' = ${one.role_arn} AND id <> ${id}`,
        ),
  ])
  addTriggers(map, triggers)
  if (one.role_arn !== null) {
    const role = (await addRoles(context, map, [one.role_arn], true)).get(one.role_arn)
    if (role) map.edge(`function:${id}`, role, 'runs as')
    const others = Number(sharing[0]?.count ?? 0)
    if (role && others > 0) {
      const label = others === 1 ? '1 other function' : `${others} other functions`
      map.node({
        id: 'sharing',
        column: 'function',
        kind: 'functions',
        label,
        sublabel: 'same role',
        count: others,
        href: role.startsWith('role:') ? `/map?focus=${role}` : null,
      })
      map.edge('sharing', role, 'runs as')
    }
  }
  for (const call of calls) {
    const isCallee = call.from_arn === one.arn
    const node =
      call.id === null ? `function-arn:${isCallee ? call.to_arn : call.from_arn}` : `function:${call.id}`
    map.node({
      id: node,
      column: isCallee ? 'resource' : 'source',
      kind: 'function',
      label: call.name ?? (isCallee ? call.to_arn : call.from_arn).split(':').slice(6).join(':'),
      sublabel: isCallee ? 'called function' : 'calling function',
      href: call.id === null ? null : `/functions/${call.id}`,
      reach: call.id === null ? null : reachLevelOf(call.reach),
    })
    if (isCallee) map.edge(`function:${id}`, node, call.by.join(', '))
    else map.edge(node, `function:${id}`, call.by.join(', '))
  }
  return map.build(`Around ${one.name}`)
}
