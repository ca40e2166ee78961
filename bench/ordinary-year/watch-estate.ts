import { describeIncident } from '#server/baselines/correlate/describe-incident.ts'
import { groupAnomalies, type OpenIncident } from '#server/baselines/correlate/group-anomalies.ts'
import { type Facts, functionsOf, onsetOf } from '#server/baselines/correlate/incident.ts'
import { metricAnomaly } from '#server/baselines/metric-anomaly.ts'
import { STEP_MS } from '#server/baselines/series/anomaly-run.ts'
import { HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { AlertBook, type Seen, type SimAlert } from './alert-book.ts'
import type { SimFunction } from './fleet.ts'
import { ASKED_AFTER_MS, type Glimpse } from './watch-function.ts'

const KEPT_MS = 2 * HOUR_MS

type Incident = { id: string; glimpses: Map<string, Glimpse> }

function toOpen({ id, glimpses }: Incident): OpenIncident {
  const anomalies = [...glimpses.values()].map(({ anomaly }) => anomaly)
  const ends = anomalies.map(({ endedMs }) => endedMs)
  return {
    id,
    startedMs: onsetOf(anomalies),
    lastOnsetMs: Math.max(...anomalies.map(({ startedMs }) => startedMs)),
    endedMs: ends.includes(null) ? null : Math.max(...ends.map((endedMs) => endedMs ?? 0)),
    functions: new Set(functionsOf(anomalies)),
  }
}

/** What all functions have in common, moment by moment: incidents, and the alerts of those that no rule tells of. */
class EstateWatch {
  readonly book = new AlertBook()
  incidentCount = 0
  readonly #open = new Map<string, Incident>()
  readonly #incidentOf = new Map<string, string>()
  readonly #deployments: ReadonlyMap<string, readonly number[]>

  constructor(fleet: readonly SimFunction[]) {
    this.#deployments = new Map(fleet.map(({ name, deployments }) => [name, deployments]))
  }

  at(atMs: number, seen: readonly Seen[], glimpses: readonly Glimpse[]): void {
    for (const one of seen) this.book.see(one)
    this.#forget(atMs)
    const strays = glimpses.filter(({ anomaly }) => !this.#incidentOf.has(anomaly.key))
    const groups = groupAnomalies(
      [...this.#open.values()].map(toOpen),
      strays.map(({ anomaly }) => anomaly),
      () => `${atMs} ${this.incidentCount++}`,
    )
    for (const [key, id] of groups) this.#incidentOf.set(key, id)
    const touched = new Set<Incident>()
    for (const glimpse of glimpses) {
      const id = this.#incidentOf.get(glimpse.anomaly.key) ?? ''
      const incident = this.#open.get(id) ?? { id, glimpses: new Map() }
      incident.glimpses.set(glimpse.anomaly.key, glimpse)
      this.#open.set(id, incident)
      touched.add(incident)
    }
    for (const incident of touched) this.#judge(incident, atMs)
  }

  #forget(atMs: number): void {
    for (const [id, { glimpses }] of this.#open) {
      const all = [...glimpses.values()]
      if (all.some(({ anomaly }) => atMs - anomaly.lastMs < KEPT_MS)) continue
      this.#open.delete(id)
      for (const key of glimpses.keys()) this.#incidentOf.delete(key)
    }
  }

  #factsOf(functions: readonly string[], onsetMs: number): Facts {
    const changes = functions.flatMap((name) =>
      (this.#deployments.get(name) ?? [])
        .filter((at) => Math.abs(at - onsetMs) < HOUR_MS)
        .map((at) => ({
          eventId: `${name} ${at}`,
          name: 'UpdateFunctionCode',
          atMs: at,
          actor: 'ci-deploy',
          functionName: name,
          resources: [],
        })),
    )
    return { changes, triggers: [], calls: [], roles: {}, concurrency: null }
  }

  #judge({ id, glimpses }: Incident, atMs: number): void {
    const all = [...glimpses.values()]
    const anomalies = all.map(({ anomaly }) => anomaly)
    const startedMs = onsetOf(anomalies)
    const lastSeenMs = Math.max(...anomalies.map(({ lastMs }) => lastMs + STEP_MS))
    const facts = this.#factsOf(functionsOf(anomalies), startedMs)
    const described = describeIncident(anomalies, facts, ({ key }) => glimpses.get(key)?.invocations ?? null)
    const { severity, title, summary, impact, impaired, origin } = described
    const toldBy = impaired.flatMap((functionName) =>
      this.book
        .about(functionName, startedMs - 15 * MINUTE_MS)
        .flatMap(({ ruleId }) => (ruleId === metricAnomaly.id ? [] : [{ ruleId, functionName }])),
    )
    const verdict = metricAnomaly.evaluate({
      accountId: '',
      region: '',
      incidentId: id,
      functionName: null,
      resourceId: null,
      nowMs: atMs,
      polledUntilMs: atMs - ASKED_AFTER_MS,
      severity,
      title,
      summary,
      impact,
      originText: origin.text,
      eventIds: origin.eventIds,
      impaired,
      startedMs,
      lastSeenMs,
      isMaintained: false,
      toldBy,
      explanations: [],
    })
    if (verdict.state !== 'breach') return
    const { id: ruleId, clearAfterMs } = metricAnomaly
    this.book.see({
      atMs,
      ruleId,
      severity,
      functions: impaired,
      clearAfterMs,
      key: `${ruleId} ${id}`,
      why: summary,
    })
  }
}

/** Goes through everything that was seen in the order of time. */
export function watchEstate(
  fleet: readonly SimFunction[],
  seen: readonly Seen[],
  glimpses: readonly Glimpse[],
): { alerts: SimAlert[]; incidents: number } {
  const watch = new EstateWatch(fleet)
  const seenAt = Map.groupBy(seen, ({ atMs }) => atMs)
  const glimpsesAt = Map.groupBy(glimpses, ({ atMs }) => atMs)
  const moments = [...new Set([...seenAt.keys(), ...glimpsesAt.keys()])].sort((a, b) => a - b)
  for (const atMs of moments) watch.at(atMs, seenAt.get(atMs) ?? [], glimpsesAt.get(atMs) ?? [])
  return { alerts: watch.book.alerts, incidents: watch.incidentCount }
}
