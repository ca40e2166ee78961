import { randomUUID } from 'node:crypto'
import type { Pool, PoolClient } from 'pg'
import { describeIncident } from '#server/baselines/correlate/describe-incident.ts'
import { groupAnomalies, type OpenIncident } from '#server/baselines/correlate/group-anomalies.ts'
import { functionsOf, onsetOf } from '#server/baselines/correlate/incident.ts'
import { STEP_MS } from '#server/baselines/series/anomaly-run.ts'
import { type Maintenance, maintenanceOf } from '#server/domain/maintenance.ts'
import { HOUR_MS } from '#server/domain/time.ts'
import { inTransaction } from '#server/store/in-transaction.ts'
import { invocationsDuring, loadFacts } from '#server/store/incident-facts.ts'
import { loadMaintenance } from '#server/store/maintenance-windows.ts'
import {
  anomaliesOfIncidents,
  type IncidentRow,
  type StoredAnomaly,
  saveIncidents,
  strayAnomalies,
} from '#server/store/metric-incidents.ts'

type Place = { accountId: string; region: string }

const STRAYS_A_STEP = 2000
/** Incidents that were seen so long ago are not worked out again. */
const RECENT_MS = 2 * HOUR_MS

function toOpen(id: string, anomalies: readonly StoredAnomaly[]): OpenIncident {
  const ends = anomalies.map(({ endedMs }) => endedMs)
  return {
    id,
    startedMs: onsetOf(anomalies),
    lastOnsetMs: anomalies.reduce((most, { startedMs }) => Math.max(most, startedMs), 0),
    endedMs: endOf(ends),
    functions: new Set(functionsOf(anomalies)),
  }
}

/** The last end; null while one goes on. */
const endOf = (ends: readonly (number | null)[]) =>
  ends.some((endedMs) => endedMs === null) ? null : Math.max(...ends.map((endedMs) => endedMs ?? 0))

/** An incident as it now is, out of its anomalies and what is stored around them. */
async function workOut(
  db: PoolClient,
  place: Place,
  id: string,
  anomalies: readonly StoredAnomaly[],
  windows: readonly Maintenance[],
): Promise<IncidentRow> {
  const startedMs = onsetOf(anomalies)
  const lastSeenMs = anomalies.reduce((most, { lastMs }) => Math.max(most, lastMs + STEP_MS), 0)
  const names = functionsOf(anomalies)
  const facts = await loadFacts(db, place, names, { fromMs: startedMs, toMs: lastSeenMs })
  const asked = anomalies.flatMap((one) =>
    one.functionName === null ? [] : [{ ...one, functionName: one.functionName }],
  )
  const found = await invocationsDuring(db, place, asked)
  const invocations = new Map(asked.map(({ key }, i) => [key, found.get(i) ?? 0]))
  const described = describeIncident(anomalies, facts, ({ key }) => invocations.get(key) ?? null)
  const { severity, title, summary, impact, impaired, origin, functions } = described
  const subjects = impaired.length > 0 ? impaired : names.length > 0 ? names : [null]
  const at = (functionName: string | null, atMs: number) =>
    maintenanceOf(windows, { ...place, functionName }, atMs)
  const lastOf = (functionName: string | null) =>
    anomalies.reduce(
      (most, one) => (one.functionName === functionName ? Math.max(most, one.lastMs) : most),
      startedMs,
    )
  // Only what is maintained in all that it does something to, from its beginning to its end, is maintenance.
  const isMaintained = subjects.every((name) => at(name, startedMs) && at(name, lastOf(name)))
  return {
    id,
    startedMs,
    lastSeenMs,
    endedMs: endOf(anomalies.map(({ endedMs }) => endedMs)),
    severity,
    title,
    summary,
    impact,
    origin: origin.kind,
    originText: origin.text,
    originDetail: { eventIds: origin.eventIds, subject: origin.subject, covers: origin.covers, impaired },
    functions,
    maintenanceId: isMaintained ? (at(subjects[0] ?? null, startedMs)?.window.id ?? null) : null,
  }
}

/**
 * Gives the anomalies of an account and region their incidents, and brings the open ones up to date, in one transaction.
 * Done again with the same anomalies it changes nothing.
 */
export async function correlatePlace(pool: Pool, place: Place, untilMs: number): Promise<void> {
  const since = new Date(untilMs - RECENT_MS)
  for (;;) {
    const more = await inTransaction(pool, async (db) => {
      const strays = await strayAnomalies(db, place, STRAYS_A_STEP)
      const moments = [...new Set(strays.map(({ startedMs }) => startedMs))].map((ms) => new Date(ms))
      const stored = await anomaliesOfIncidents(db, place, since, moments)
      const byIncident = Map.groupBy(stored, ({ incidentId }) => incidentId ?? '')
      const open = [...byIncident].map(([id, anomalies]) => toOpen(id, anomalies))
      const groups = groupAnomalies(open, strays, randomUUID)
      for (const stray of strays) {
        const id = groups.get(stray.key) ?? ''
        byIncident.set(id, [...(byIncident.get(id) ?? []), stray])
      }
      const joined = new Set(groups.values())
      const touched = [...byIncident].filter(
        ([id, list]) =>
          joined.has(id) || list.some(({ lastMs, endedMs }) => endedMs === null || lastMs >= since.getTime()),
      )
      const windows = await loadMaintenance(db, place.accountId, {
        from: touched.reduce((least, [, list]) => new Date(Math.min(least.getTime(), onsetOf(list))), since),
        to: new Date(untilMs),
      })
      const rows: IncidentRow[] = []
      for (const [id, list] of touched) rows.push(await workOut(db, place, id, list, windows))
      await saveIncidents(db, place, rows, groups, since)
      return strays.length === STRAYS_A_STEP
    })
    if (!more) return
  }
}
