import type { Pool } from 'pg'
import type { Baseline, Breach } from '#server/baselines/define-baseline.ts'
import { ACCOUNT_BASELINES, CHARGES_BASELINES, FUNCTION_BASELINES } from '#server/baselines/index.ts'
import { GLOBAL_REGION } from '#server/domain/records/resource-kind.ts'
import type { Signal } from '#server/domain/signal.ts'
import { recordSignals } from '#server/services/alerts/record-signals.ts'
import { type QuietRule, resolveQuietAlerts } from '#server/services/alerts/resolve-quiet-alerts.ts'
import { inTransaction } from '#server/store/in-transaction.ts'
import { loadAccountWindows, loadChargesWindow, loadFunctionWindows } from '#server/store/load-windows.ts'

type Place = { accountId: string; region: string; functionName: string | null; resourceId: number | null }

function toSignal<W>(baseline: Baseline<W>, place: Place, fingerprint: string, breach: Breach): Signal {
  return {
    ruleId: baseline.id,
    ruleKind: 'baseline',
    severity: breach.severity,
    fingerprint,
    title: breach.title,
    summary: breach.summary,
    ...place,
    evidence: { items: breach.evidence, eventIds: [], metric: breach.metric },
    startedAt: new Date(breach.startedAtMs),
    seenAt: new Date(breach.seenAtMs),
  }
}

function evaluateAll<W>(
  baselines: readonly Baseline<W>[],
  windows: W[],
  placeOf: (window: W) => Place,
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
  await inTransaction(pool, async (db) => {
    await recordSignals(db, signals, now)
    await resolveQuietAlerts(db, quiet, now)
  })
}
