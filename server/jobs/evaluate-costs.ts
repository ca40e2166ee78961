import type { Pool } from 'pg'
import { accountCostSpike } from '#server/baselines/account-cost-spike.ts'
import { costBudget } from '#server/baselines/cost-budget.ts'
import type { Baseline } from '#server/baselines/define-baseline.ts'
import { FUNCTION_COST_BASELINES } from '#server/baselines/index.ts'
import { GLOBAL_REGION } from '#server/domain/records/resource-kind.ts'
import type { Signal } from '#server/domain/signal.ts'
import { openFingerprints } from '#server/services/alerts/open-fingerprints.ts'
import { recordSignals } from '#server/services/alerts/record-signals.ts'
import { type QuietRule, resolveQuietAlerts } from '#server/services/alerts/resolve-quiet-alerts.ts'
import { inTransaction } from '#server/store/in-transaction.ts'
import { loadBudgetWindows } from '#server/store/load-budget-windows.ts'
import { loadCostWindows } from '#server/store/load-cost-windows.ts'
import { loadMaintenance } from '#server/store/maintenance-windows.ts'
import { holdMaintained, type SignalPlace, toSignal } from './to-signal.ts'

const ENDED = 'The month is over, or the budget was deleted.'

/** Runs the rules of cost of an account. What could not be polled or priced stays as it was. */
export async function evaluateCosts(pool: Pool, accountId: string, now: Date): Promise<void> {
  const signals: Signal[] = []
  const quiet: QuietRule[] = []
  const judged = new Set<string>()
  const judge = <W>(baseline: Baseline<W>, window: W, place: SignalPlace, key: string) => {
    const fingerprint = `${baseline.id}:${accountId}:${key}`
    judged.add(fingerprint)
    const verdict = baseline.evaluate(window)
    if (verdict.state === 'breach') signals.push(toSignal(baseline, place, fingerprint, verdict.breach))
    if (verdict.state === 'quiet') quiet.push({ fingerprint, clearAfterMs: baseline.clearAfterMs })
  }
  const { functions, account } = await loadCostWindows(pool, accountId, now)
  for (const window of functions) {
    const key = `${window.region}:${window.functionName}`
    for (const baseline of FUNCTION_COST_BASELINES) judge(baseline, window, window, key)
  }
  const whole = { accountId, region: GLOBAL_REGION, functionName: null, resourceId: null }
  judge(accountCostSpike, account, whole, GLOBAL_REGION)
  for (const window of await loadBudgetWindows(pool, accountId, now)) {
    judge(costBudget, window, whole, `${window.budget.id}:${now.toISOString().slice(0, 7)}`)
  }
  await inTransaction(pool, async (db) => {
    for (const fingerprint of await openFingerprints(db, { accountId, ruleId: costBudget.id }))
      if (!judged.has(fingerprint)) quiet.push({ fingerprint, clearAfterMs: 0, why: ENDED })
    const windows = await loadMaintenance(db, accountId, { from: now, to: now })
    await recordSignals(db, holdMaintained(signals, windows, now), now)
    await resolveQuietAlerts(db, quiet, now)
  })
}
