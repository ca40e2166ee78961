import type { PoolClient } from 'pg'
import { metricAnomaly } from '#server/baselines/metric-anomaly.ts'
import type { Maintenance } from '#server/domain/maintenance.ts'
import type { Signal } from '#server/domain/signal.ts'
import { recordSignals } from '#server/services/alerts/record-signals.ts'
import { type QuietRule, resolveQuietAlerts } from '#server/services/alerts/resolve-quiet-alerts.ts'
import { loadIncidents, saveTellers } from '#server/store/load-incidents.ts'
import { holdMaintained, toSignal } from './to-signal.ts'

/**
 * One alert for each incident that does something and that no other rule tells of. To be called after the other rules'
 * signals were recorded, in the same transaction.
 */
export async function evaluateIncidents(
  db: PoolClient,
  accountId: string,
  windows: readonly Maintenance[],
  now: Date,
): Promise<void> {
  const incidents = await loadIncidents(db, accountId, now.getTime())
  if (incidents.length === 0) return
  await saveTellers(db, incidents)
  const signals: Signal[] = []
  const quiet: QuietRule[] = []
  for (const incident of incidents) {
    const fingerprint = `${metricAnomaly.id}:${incident.incidentId}`
    const verdict = metricAnomaly.evaluate(incident)
    if (verdict.state === 'breach')
      signals.push(toSignal(metricAnomaly, incident, fingerprint, verdict.breach))
    if (verdict.state === 'quiet') quiet.push({ fingerprint, clearAfterMs: metricAnomaly.clearAfterMs })
  }
  await recordSignals(db, holdMaintained(signals, windows, now), now)
  await resolveQuietAlerts(db, quiet, now)
}
