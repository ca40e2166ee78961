import { asTexts } from '#server/domain/json.ts'
import { type FunctionReach, functionReach } from '#server/domain/reach/reach.ts'
import type { Context } from '#server/services/context.ts'
import type { TriggerRow } from '#server/services/triggers/schema.ts'
import { selectTriggers, type TriggerRecord, toTriggerRow } from '#server/services/triggers/trigger-rows.ts'
import { unpack } from '#server/store/packed.ts'
import { queryRows, sql } from '#server/store/sql.ts'

const MAX_TRIGGERS = 500
const NOT_YET = ['Its triggers were not worked out yet.']

export type FunctionInsight = {
  reach: FunctionReach | null
  computedAt: string | null
  triggersUnseen: string[]
}

/** What was worked out about who reaches a function; null until then. */
export async function readInsight({ store }: Context, id: number): Promise<FunctionInsight> {
  const [row] = await queryRows<{ reach: unknown; unseen: unknown; computed_at: Date }>(
    store.pool,
    sql`SELECT body->'reach' AS reach, body->'triggersUnseen' AS unseen, computed_at FROM insight WHERE resource_id = ${id}`,
  )
  const reach = functionReach.safeParse(unpack(row?.reach))
  if (!row || !reach.success) return { reach: null, computedAt: null, triggersUnseen: NOT_YET }
  return {
    reach: reach.data,
    computedAt: row.computed_at.toISOString(),
    triggersUnseen: asTexts(row.unseen),
  }
}

/** The ways into a function that are there now. */
export async function functionTriggers({ store }: Context, id: number): Promise<TriggerRow[]> {
  const rows = await queryRows<TriggerRecord>(
    store.pool,
    sql`${selectTriggers(sql`(SELECT * FROM trigger WHERE resource_id = ${id} AND gone_at IS NULL)`)}
      ORDER BY t.kind, t.source_name, t.id LIMIT ${MAX_TRIGGERS}`,
  )
  return rows.map(toTriggerRow)
}
