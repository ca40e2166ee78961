import type { Pool } from 'pg'
import type { Baseline } from '#server/baselines/define-baseline.ts'
import { ACCOUNT_BASELINES, CHARGES_BASELINES, FUNCTION_BASELINES } from '#server/baselines/index.ts'
import { silentStop } from '#server/baselines/silent-stop.ts'
import { GLOBAL_REGION } from '#server/domain/records/resource-kind.ts'
import type { Signal } from '#server/domain/signal.ts'
import { recordSignals } from '#server/services/alerts/record-signals.ts'
import { type QuietRule, resolveQuietAlerts } from '#server/services/alerts/resolve-quiet-alerts.ts'
import { inTransaction } from '#server/store/in-transaction.ts'
import { loadSilences } from '#server/store/load-silences.ts'
import { loadAccountWindows, loadChargesWindow, loadFunctionWindows } from '#server/store/load-windows.ts'
import { loadMaintenance } from '#server/store/maintenance-windows.ts'
import { evaluateIncidents } from './evaluate-incidents.ts'
import { holdMaintained, type SignalPlace, toSignal } from './to-signal.ts'

function evaluateAll<W>(
  baselines: readonly Baseline<W>[],
  windows: W[],
  placeOf: (window: W) => SignalPlace,
  signals: Signal[],
  quiet: QuietRule[],
): void {
  for (const window of windows) {
    const place = placeOf(window)
    for (const baseline of baselines) {
      const fingerprint = `${baseline.id}:${place.accountId}:${place.region}:${place.functionName ?? ''}`
      const verdict = baseline.evaluate(window)
      if (verdict.state === 'breach') signals.push(toSignal(baseline, place, fingerprint, verdict.breach))
      if (verdict.state === 'quiet') quiet.push({ fingerprint, clearAfterMs: baseline.clearAfterMs })
    }
  }
}

/** Runs the metric rules of an account. What could not be polled stays as it was. */
export async function evaluateMetrics(pool: Pool, accountId: string, now: Date): Promise<void> {
  const signals: Signal[] = []
  const quiet: QuietRule[] = []
  const functions = await loadFunctionWindows(pool, accountId, now)
  evaluateAll(FUNCTION_BASELINES, functions, (window) => window, signals, quiet)
  const accounts = await loadAccountWindows(pool, accountId, now)
  const ofAccount = { functionName: null, resourceId: null }
  evaluateAll(
    ACCOUNT_BASELINES,
    accounts,
    ({ region }) => ({ accountId, region, ...ofAccount }),
    signals,
    quiet,
  )
  const charges = [await loadChargesWindow(pool, accountId, now)]
  evaluateAll(
    CHARGES_BASELINES,
    charges,
    () => ({ accountId, region: GLOBAL_REGION, ...ofAccount }),
    signals,
    quiet,
  )
  const silences = await loadSilences(pool, accountId, now.getTime())
  evaluateAll([silentStop], silences, (window) => window, signals, quiet)
  await inTransaction(pool, async (db) => {
    const windows = await loadMaintenance(db, accountId, { from: now, to: now })
    await recordSignals(db, holdMaintained(signals, windows, now), now)
    await resolveQuietAlerts(db, quiet, now)
    await evaluateIncidents(db, accountId, windows, now)
  })
}
