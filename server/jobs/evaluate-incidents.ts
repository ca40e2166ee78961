import type { PoolClient } from 'pg'
import { metricAnomaly } from '#server/baselines/metric-anomaly.ts'
import type { Maintenance } from '#server/domain/maintenance.ts'
import type { Signal } from '#server/domain/signal.ts'
import { openFingerprints } from '#server/services/alerts/open-fingerprints.ts'
import { recordSignals } from '#server/services/alerts/record-signals.ts'
import { type QuietRule, resolveQuietAlerts } from '#server/services/alerts/resolve-quiet-alerts.ts'
import { loadIncidents, saveTellers } from '#server/store/load-incidents.ts'
import { holdMaintained, toSignal } from './to-signal.ts'

const CORRECTED = 'Nothing is left of it: the points that it came of have been corrected.'

/**
 * One alert for each incident that does something and that no other rule tells of, until it is over or gone. To be called
 * after the other rules' signals were recorded, in the same transaction.
 */
export async function evaluateIncidents(
  db: PoolClient,
  accountId: string,
  windows: readonly Maintenance[],
  now: Date,
): Promise<void> {
  const incidents = await loadIncidents(db, accountId, now.getTime())
  if (incidents.length > 0) await saveTellers(db, incidents)
  const signals: Signal[] = []
  const quiet: QuietRule[] = []
  const gone = new Set(await openFingerprints(db, { accountId, ruleId: metricAnomaly.id }))
  for (const incident of incidents) {
    const fingerprint = `${metricAnomaly.id}:${incident.incidentId}`
    gone.delete(fingerprint)
    const verdict = metricAnomaly.evaluate(incident)
    if (verdict.state === 'breach')
      signals.push(toSignal(metricAnomaly, incident, fingerprint, verdict.breach))
    if (verdict.state === 'quiet') quiet.push({ fingerprint, clearAfterMs: metricAnomaly.clearAfterMs })
  }
  for (const fingerprint of gone) quiet.push({ fingerprint, clearAfterMs: 0, why: CORRECTED })
  await recordSignals(db, holdMaintained(signals, windows, now), now)
  await resolveQuietAlerts(db, quiet, now)
}
