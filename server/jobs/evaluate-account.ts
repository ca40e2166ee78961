import { GLOBAL_REGION } from '#server/domain/records/resource-kind.ts'
import { wakeSnoozedAlerts } from '#server/services/alerts/wake-snoozed-alerts.ts'
import { inTransaction } from '#server/store/in-transaction.ts'
import { defineJob } from './define-job.ts'
import { evaluateChecks } from './evaluate-checks.ts'
import { evaluateMetrics } from './evaluate-metrics.ts'
import { readFailures } from './read-failures.ts'
import { accountInput, findTarget } from './targets.ts'

/** Holds the catalogues against what is stored of an account, and opens, updates and resolves its alerts. */
export const evaluateAccount = defineJob({
  name: 'evaluate-account',
  input: accountInput,
  keyOf: (input) => input.accountId,
  concurrency: 2,
  expireInSeconds: 900,
  async run(context, input, signal) {
    const target = await findTarget(context, { accountId: input.accountId, region: GLOBAL_REGION })
    if (!target) return
    const now = new Date(context.clock())
    await evaluateChecks(context.store.pool, input.accountId, now, signal)
    await evaluateMetrics(context.store.pool, input.accountId, now)
    await inTransaction(context.store.pool, (db) => wakeSnoozedAlerts(db, now))
    if (context.env.SIGHTLINE_READ_LOGS === 'trouble') await context.send(readFailures, input)
  },
})
