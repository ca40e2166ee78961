import { accountSettings } from '#server/collectors/account-settings.ts'
import { eventSourceMappings } from '#server/collectors/event-source-mappings.ts'
import { functions } from '#server/collectors/functions.ts'
import { NOT_READ_YET } from '#server/collectors/read-one-function.ts'
import { readCursor } from '#server/store/cursors.ts'
import { linkVersions } from '#server/store/link-versions.ts'
import { announceChanges } from './announce-changes.ts'
import { defineJob, type WorkerContext } from './define-job.ts'
import { outdateKinds } from './outdate-kinds.ts'
import { sweepKind } from './sweep-kind.ts'
import { sweepRegionSources } from './sweep-sources.ts'
import { findTarget, targetInput, targetKey } from './targets.ts'

/** Up to so many functions in all, everything is asked for on the first sweep; more would make the first look too long. */
const THOROUGH_IN_ALL = 500

async function thoroughUpTo(context: WorkerContext): Promise<number> {
  const { rows } = await context.store.pool.query<{ n: number }>(
    'SELECT count(*)::int AS n FROM aws_account WHERE enabled',
  )
  return THOROUGH_IN_ALL / Math.max(1, rows[0]?.n ?? 1)
}

/** Whether the first look at a large region left out what decides who can reach its functions. */
async function isReachLeftOut(
  context: WorkerContext,
  input: { accountId: string; region: string },
): Promise<boolean> {
  const { rows } = await context.store.pool.query<{ left: boolean }>(
    `SELECT EXISTS (SELECT FROM resource r JOIN resource_version v ON v.id = r.current_version_id
       WHERE r.kind = 'function' AND r.account_id = $1 AND r.region = $2 AND r.deleted_at IS NULL
         AND v.record->'aliases'->>'reason' = $3) AS left`,
    [input.accountId, input.region, NOT_READ_YET],
  )
  return rows[0]?.left ?? false
}

export const sweepRegion = defineJob({
  name: 'sweep-region',
  input: targetInput,
  keyOf: targetKey,
  concurrency: 64,
  expireInSeconds: 4 * 3600,
  async run(context, input, signal) {
    const target = await findTarget(context, input)
    if (!target) return
    const { pool } = context.store
    const first = (await readCursor(pool, { collector: 'sweep-function', ...input })) === undefined
    const options = { input: undefined, thoroughUpTo: await thoroughUpTo(context) }
    const changed = [
      await sweepKind(context, target, accountSettings, 'account-settings', signal),
      await sweepKind(context, target, eventSourceMappings, 'event-source-mapping', signal),
      // Last: once functions are swept, tick has their queues and streams looked for, which mappings name.
      await sweepKind(context, target, functions, 'function', signal, options),
    ].includes(true)
    if (changed) await linkVersions(pool, target.account.id, new Date(context.clock()))
    if (changed) await outdateKinds(context, target)
    if (changed || first) await context.send(sweepRegionSources, input)
    await announceChanges(context, target.account.id, changed)
    if (!(await isReachLeftOut(context, input))) return
    const completed = await sweepKind(context, target, functions, 'function', signal, {
      ...options,
      completesReach: true,
    })
    await announceChanges(context, target.account.id, completed)
  },
})
