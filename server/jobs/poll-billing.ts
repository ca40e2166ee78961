import { billingMetrics } from '#server/collectors/billing-metrics.ts'
import { GLOBAL_REGION } from '#server/domain/records/resource-kind.ts'
import { DAY_MS } from '#server/domain/time.ts'
import { savePoints } from '#server/store/save-points.ts'
import { defineJob } from './define-job.ts'
import { evaluateAccount } from './evaluate-account.ts'
import { runRecorded } from './run-recorded.ts'
import { accountInput, findTarget } from './targets.ts'

const WINDOW_MS = 45 * DAY_MS

/** Reads the month's charges and the one before; the points of a day cost the same as those of 45. */
export const pollBilling = defineJob({
  name: 'poll-billing',
  input: accountInput,
  keyOf: (input) => input.accountId,
  concurrency: 2,
  expireInSeconds: 900,
  async run(context, input, signal) {
    const target = await findTarget(context, { accountId: input.accountId, region: GLOBAL_REGION })
    if (!target) return
    const to = new Date(context.clock())
    const request = { periodSeconds: 3600, from: new Date(to.getTime() - WINDOW_MS), to }
    await runRecorded(context, target, billingMetrics, request, signal, async (batches) => {
      await savePoints(
        context.store.pool,
        batches.map((batch) => ({ ...batch, unit: 'USD', periodSeconds: 3600 as const })),
      )
    })
    await context.send(evaluateAccount, input)
  },
})
