import { type FunctionReach, functionReach } from '#server/domain/reach/reach.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { selectTriggers, type TriggerRecord, toTriggerRow } from '#server/services/triggers/trigger-rows.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import { findFunction } from './get-function.ts'
import type { FunctionReachDetail } from './reach.schema.ts'

const MAX_TRIGGERS = 500

async function readInsight(
  { store }: Context,
  id: number,
): Promise<{ reach: FunctionReach | null; computedAt: string | null }> {
  const [row] = await queryRows<{ reach: unknown; computed_at: Date }>(
    store.pool,
    sql`SELECT body->'reach' AS reach, computed_at FROM insight WHERE resource_id = ${id}`,
  )
  const reach = functionReach.safeParse(row?.reach)
  if (!row || !reach.success) return { reach: null, computedAt: null }
  return { reach: reach.data, computedAt: row.computed_at.toISOString() }
}

/** Who reaches a function, what a flood does to it, who can take it over, and the calls from function to function around it. @throws NotFoundError */
export async function getFunctionReach(
  context: Context,
  input: { id: number },
): Promise<FunctionReachDetail> {
  authorise(context, 'viewer')
  const head = await findFunction(context, input.id)
  const [insight, triggers] = await Promise.all([
    readInsight(context, head.id),
    queryRows<TriggerRecord>(
      context.store.pool,
      sql`${selectTriggers(sql`(SELECT * FROM trigger WHERE resource_id = ${head.id} AND gone_at IS NULL)`)} ORDER BY t.kind, t.source_name, t.id LIMIT ${MAX_TRIGGERS}`,
    ),
  ])
  return {
    ...insight,
    triggers: triggers.map(toTriggerRow),
    takeovers: [],
    takeoversUnseen: ['Who can take it over was not worked out yet.'],
    calls: { chains: [], out: [], in: [] },
  }
}
