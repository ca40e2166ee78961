import { MINUTE_MS } from '#server/domain/time.ts'
import type { IncidentAnomaly } from './incident.ts'

/** What has one cause begins within some steps of five minutes. */
const TOGETHER_MS = 10 * MINUTE_MS
/** One thing leads to the next, but what begins so much later has a cause of its own. */
const ONSETS_WITHIN_MS = 30 * MINUTE_MS
/** A function that is unusual again so soon is not over it yet. */
const AGAIN_WITHIN_MS = 30 * MINUTE_MS

/** An incident as far as it decides what belongs to it. */
export type OpenIncident = {
  id: string
  startedMs: number
  /** When the last of its anomalies began. */
  lastOnsetMs: number
  /** End of its last anomaly; null while one goes on. */
  endedMs: number | null
  functions: ReadonlySet<string>
}

type Fresh = Pick<IncidentAnomaly, 'key' | 'functionName' | 'startedMs' | 'lastMs' | 'endedMs'>

function distance(incident: OpenIncident, anomaly: Fresh): number | null {
  const { startedMs: atMs, functionName } = anomaly
  const apart = Math.max(0, incident.startedMs - atMs, atMs - incident.lastOnsetMs)
  const spread = Math.max(incident.lastOnsetMs, atMs) - Math.min(incident.startedMs, atMs)
  if (apart <= TOGETHER_MS && spread <= ONSETS_WITHIN_MS) return apart
  const isSame = functionName !== null && incident.functions.has(functionName)
  const isStill =
    atMs >= incident.startedMs && (incident.endedMs === null || atMs - incident.endedMs <= AGAIN_WITHIN_MS)
  return isSame && isStill ? apart : null
}

function joined(incident: OpenIncident, anomaly: Fresh): OpenIncident {
  const { functionName, endedMs } = anomaly
  const isOpen = incident.endedMs === null || endedMs === null
  return {
    id: incident.id,
    startedMs: Math.min(incident.startedMs, anomaly.startedMs),
    lastOnsetMs: Math.max(incident.lastOnsetMs, anomaly.startedMs),
    endedMs: isOpen ? null : Math.max(incident.endedMs ?? 0, endedMs ?? 0),
    functions: functionName === null ? incident.functions : new Set([...incident.functions, functionName]),
  }
}

/**
 * Gives each anomaly of one account and region the incident that it belongs to: one that began within ten minutes of it,
 * or that its function is still in. `newId` names an incident that begins with it. Returns incident ids by anomaly key.
 */
export function groupAnomalies(
  incidents: readonly OpenIncident[],
  anomalies: readonly Fresh[],
  newId: () => string,
): Map<string, string> {
  const open = new Map(incidents.map((incident) => [incident.id, incident]))
  const groups = new Map<string, string>()
  const inOrder = anomalies.toSorted(
    (a, b) => a.startedMs - b.startedMs || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0),
  )
  for (const anomaly of inOrder) {
    let best: { incident: OpenIncident; apart: number } | undefined
    for (const incident of open.values()) {
      const apart = distance(incident, anomaly)
      if (apart !== null && (best === undefined || apart < best.apart)) best = { incident, apart }
    }
    const incident = best?.incident ?? {
      id: newId(),
      startedMs: anomaly.startedMs,
      lastOnsetMs: anomaly.startedMs,
      endedMs: anomaly.endedMs,
      functions: new Set<string>(),
    }
    open.set(incident.id, joined(incident, anomaly))
    groups.set(anomaly.key, incident.id)
  }
  return groups
}
