import { NotFoundError } from '#server/errors.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import type { TriggerDetail } from './schema.ts'
import { selectTriggers, type TriggerRecord, toTriggerRow } from './trigger-rows.ts'

type Source = NonNullable<TriggerDetail['source']>

/** One trigger with what its source was seen to be. @throws NotFoundError */
export async function getTrigger(context: Context, input: { id: number }): Promise<TriggerDetail> {
  authorise(context, 'viewer')
  const { pool } = context.store
  const [found] = await queryRows<TriggerRecord>(
    pool,
    selectTriggers(sql`(SELECT * FROM trigger WHERE id = ${input.id})`),
  )
  if (!found) throw new NotFoundError('This trigger')
  const [[source], siblings] = await Promise.all([
    queryRows<Source>(
      pool,
      sql`SELECT r.id, r.kind, r.name, coalesce(v.record, (SELECT record FROM resource_version WHERE resource_id = r.id
          ORDER BY valid_from DESC LIMIT 1), '{}') AS record
        FROM resource r LEFT JOIN resource_version v ON v.id = r.current_version_id WHERE r.id = ${found.source_id}::int`,
    ),
    queryRows<TriggerRecord>(
      pool,
      selectTriggers(
        sql`(SELECT * FROM trigger WHERE source = ${found.body.source} AND id <> ${found.id} AND gone_at IS NULL ORDER BY function_name, id LIMIT 200)`,
      ),
    ),
  ])
  return {
    row: toTriggerRow(found),
    trigger: found.body,
    source: source ?? null,
    siblings: siblings.map(toTriggerRow),
  }
}
