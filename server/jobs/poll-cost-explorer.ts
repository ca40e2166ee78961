import { costExplorer } from '#server/collectors/cost-explorer.ts'
import type { BilledDay } from '#server/domain/money/billed-day.ts'
import { GLOBAL_REGION } from '#server/domain/records/resource-kind.ts'
import { DAY_MS, floorTo, HOUR_MS } from '#server/domain/time.ts'
import { moveCursor, readCursor } from '#server/store/cursors.ts'
import { saveBilledDays } from '#server/store/save-billed-days.ts'
import { defineJob } from './define-job.ts'
import { runRecorded } from './run-recorded.ts'
import { accountInput, findTarget } from './targets.ts'

const POLL_COST_EXPLORER = 'poll-cost-explorer'
const DAYS = 35
const EVERY_MS = 20 * HOUR_MS

/** Asks Cost Explorer about the last weeks: once a day, for a cent, and only where an administrator has switched it on. */
export const pollCostExplorer = defineJob({
  name: POLL_COST_EXPLORER,
  input: accountInput,
  keyOf: (input) => input.accountId,
  concurrency: 1,
  expireInSeconds: 600,
  async run(context, { accountId }, signal) {
    const { pool } = context.store
    const { rows } = await pool.query('SELECT 1 FROM cost_account WHERE account_id = $1 AND cost_explorer', [
      accountId,
    ])
    const target =
      rows.length > 0 ? await findTarget(context, { accountId, region: GLOBAL_REGION }) : undefined
    if (!target) return
    const key = { collector: POLL_COST_EXPLORER, accountId, region: GLOBAL_REGION }
    const nowMs = context.clock()
    const cursor = await readCursor<{ askedAt: string }>(pool, key)
    if (cursor && nowMs - Date.parse(cursor.askedAt) < EVERY_MS) return
    const to = new Date(floorTo(nowMs, DAY_MS) + DAY_MS)
    const range = { from: new Date(to.getTime() - DAYS * DAY_MS), to }
    const lines: BilledDay[] = []
    await moveCursor(pool, key, { askedAt: new Date(nowMs).toISOString() }, new Date(nowMs))
    const summary = await runRecorded(context, target, costExplorer, range, signal, (items) => {
      lines.push(...items)
    })
    if (summary.complete) await saveBilledDays(pool, accountId, range, lines)
  },
})
