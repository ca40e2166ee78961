import { MINUTE_MS } from '#server/domain/time.ts'
import type { ChangeFact, Facts, IncidentAnomaly } from './incident.ts'

export const ONSET_MS = Date.parse('2026-11-20T10:00:00Z')
let count = 0

/** Errors that have risen by 100 for ten minutes. */
export function anomaly(changes: Partial<IncidentAnomaly> = {}): IncidentAnomaly {
  count += 1
  return {
    key: String(count).padStart(6, '0'),
    functionName: 'orders-api',
    metric: 'Errors',
    startedMs: ONSET_MS,
    lastMs: ONSET_MS + 5 * MINUTE_MS,
    endedMs: null,
    periods: 2,
    kind: 'spike',
    value: 50,
    expected: 0,
    lower: 0,
    upper: 2,
    excess: 100,
    explanation: '50 times the usual',
    ...changes,
  }
}

export const NO_FACTS: Facts = { changes: [], triggers: [], calls: [], roles: {}, concurrency: null }

export function change(changes: Partial<ChangeFact> = {}): ChangeFact {
  return {
    eventId: 'event-1',
    name: 'UpdateFunctionCode',
    atMs: ONSET_MS - 4 * MINUTE_MS,
    actor: 'ci-deploy',
    functionName: 'orders-api',
    resources: [],
    ...changes,
  }
}
