import { PRICE_DATE } from '#server/domain/money/price-table.ts'
import { GLOBAL_REGION } from '#server/domain/records/resource-kind.ts'
import { DAY_MS, floorTo, HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { dropCostsBefore } from '#server/store/cost-totals.ts'
import { moveCursor, readCursor } from '#server/store/cursors.ts'
import { deriveCostDays } from '#server/store/function-cost-days.ts'
import { defineJob, type WorkerContext } from './define-job.ts'
import { evaluateCosts } from './evaluate-costs.ts'
import { pollCostExplorer } from './poll-cost-explorer.ts'
import { BACKFILL_METRICS } from './poll-metrics.ts'
import { accountInput } from './targets.ts'

export const DERIVE_COSTS = 'derive-costs'
/** With another way of working costs out, or other prices, all days are worked out again: count up what follows the date. */
const BASIS = `${PRICE_DATE}/2`
const DAYS_EVERY_MS = 5 * MINUTE_MS
/** Points are corrected for so long after their time. */
const LATE_MS = 30 * HOUR_MS
const WHOLE_DAYS = 63
const WHOLE_EVERY_MS = DAY_MS
/** While the past is being fetched it is worked out so often, and once more when nothing came for a minute. */
const WHILE_FILLING_MS = 10 * MINUTE_MS
const FILLED_MS = MINUTE_MS

export type CostsCursor = { at: string; wholeAt: string; basis: string }

async function backfilledAt(context: WorkerContext, accountId: string): Promise<number> {
  const { rows } = await context.store.pool.query<{ at: Date | null }>(
    'SELECT max(updated_at) AS at FROM collector_cursor WHERE collector = $1 AND account_id = $2',
    [BACKFILL_METRICS, accountId],
  )
  return rows[0]?.at?.getTime() ?? 0
}

/** From which day on costs are worked out again; undefined: not now. All of it where prices or points of the past changed. */
async function dueFrom(
  context: WorkerContext,
  accountId: string,
  cursor: CostsCursor | undefined,
): Promise<{ fromMs: number; isWhole: boolean } | undefined> {
  const nowMs = context.clock()
  const whole = { fromMs: floorTo(nowMs, DAY_MS) - WHOLE_DAYS * DAY_MS, isWhole: true }
  if (cursor?.basis !== BASIS) return whole
  const wholeMs = Date.parse(cursor.wholeAt)
  const filledMs = await backfilledAt(context, accountId)
  const isFilled =
    filledMs > wholeMs && (nowMs - filledMs >= FILLED_MS || nowMs - wholeMs >= WHILE_FILLING_MS)
  if (isFilled || nowMs - wholeMs >= WHOLE_EVERY_MS) return whole
  if (nowMs - Date.parse(cursor.at) < DAYS_EVERY_MS - 5000) return undefined
  return { fromMs: nowMs - LATE_MS, isWhole: false }
}

/** Costs are kept as long as rolled up points, by whole months. */
function oldest({ env, clock }: WorkerContext): Date {
  const now = new Date(clock())
  return new Date(
    Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - env.SIGHTLINE_ROLLUP_RETENTION_MONTHS, 1),
  )
}

/** Works out what functions cost by day, and holds the rules of cost against the last minutes. */
export const deriveCosts = defineJob({
  name: DERIVE_COSTS,
  input: accountInput,
  keyOf: (input) => input.accountId,
  concurrency: 2,
  expireInSeconds: 1800,
  async run(context, { accountId }) {
    const { pool } = context.store
    const key = { collector: DERIVE_COSTS, accountId, region: GLOBAL_REGION }
    const cursor = await readCursor<CostsCursor>(pool, key)
    const due = await dueFrom(context, accountId, cursor)
    if (due) {
      const at = new Date(context.clock())
      await deriveCostDays(pool, accountId, due.fromMs, at.getTime())
      if (due.isWhole) await dropCostsBefore(pool, accountId, oldest(context))
      const wholeAt = due.isWhole || !cursor ? at.toISOString() : cursor.wholeAt
      await moveCursor(pool, key, { at: at.toISOString(), wholeAt, basis: BASIS }, at)
      await context.send(pollCostExplorer, { accountId })
    }
    await evaluateCosts(pool, accountId, new Date(context.clock()))
  },
})
