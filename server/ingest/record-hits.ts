import { randomUUID } from 'node:crypto'
import type { PoolClient } from 'pg'
import type { Detection } from '#server/detections/define-detection.ts'
import type { Hit } from '#server/detections/engine/hit.ts'
import { MERGE_GAP_MS, mergeHits } from '#server/detections/engine/merge-hits.ts'
import { severityRank } from '#server/domain/severity.ts'
import type { Signal } from '#server/domain/signal.ts'
import { recordSignals } from '#server/services/alerts/record-signals.ts'
import { deleteHits, functionIds, loadHits, type StoredHit, saveHits } from '#server/store/detection-hits.ts'
import { keyText } from '#server/store/json-text.ts'
import { notifyLive } from '#server/store/notify-live.ts'
import type { Rulebook } from './rulebook.ts'

/** A hit with the entry of the allow-list that expects it. */
export type JudgedHit = Hit & { allowedBy: string | null }

const LEAST_ALERT = severityRank('medium')

/** Whether people are told: hits of low severity are kept to be looked up. */
export function isAlertWorthy(hit: Pick<JudgedHit, 'severity' | 'allowedBy'>): boolean {
  return hit.allowedBy === null && severityRank(hit.severity) <= LEAST_ALERT
}

/** Hits as they are kept: with what expects them, and why they are as bad as they are. */
export function judgeHits(hits: readonly Hit[], rulebook: Pick<Rulebook, 'allowed'>): JudgedHit[] {
  return hits.map(({ severityNote, ...hit }) => ({
    ...hit,
    fingerprint: keyText(hit.fingerprint),
    evidence: severityNote ? [...hit.evidence, { label: 'Severity', value: severityNote }] : hit.evidence,
    allowedBy: rulebook.allowed.entryFor(hit),
  }))
}

/** An incident with the hits that it is made of; `parts` of it were stored before or not. */
export type Incident<Part extends JudgedHit> = { hit: JudgedHit; parts: Part[] }

/** Folds hits into incidents. One of which a part is not expected is not. */
export function incidentsOf<Part extends JudgedHit>(parts: readonly Part[]): Incident<Part>[] {
  const byFingerprint = Map.groupBy(parts, ({ fingerprint }) => fingerprint)
  return mergeHits(parts).map((hit) => {
    const own = (byFingerprint.get(hit.fingerprint) ?? []).filter(
      (part) => part.at >= hit.at && part.at <= hit.lastAt,
    )
    const entries = own.map(({ allowedBy }) => allowedBy)
    const allowedBy = entries.includes(null) ? null : (entries.toSorted()[0] ?? null)
    return { hit: { ...hit, allowedBy }, parts: own }
  })
}

type Part = JudgedHit & { storedId?: string }

/** A stored hit as the engine has it. What is not stored of it changes nothing of an incident that is kept. */
function asPart(stored: StoredHit, detection: Detection | undefined): Part {
  const { id, resourceId: _, ...hit } = stored
  return {
    ...hit,
    storedId: id,
    kind: detection?.kind ?? 'single',
    functionArns: [],
    resources: [],
    by: {
      accountId: hit.accountId,
      actorArn: hit.actorArn,
      roleArn: null,
      tool: 'unknown',
      sourceIp: null,
      functionName: hit.functionName,
    },
  }
}

export function toStored(hit: JudgedHit, id: string, resourceIds: Map<string, number>): StoredHit {
  const place = `${hit.accountId} ${hit.region} ${hit.functionName}`
  return { ...hit, records: hit.records ?? 1, id, resourceId: resourceIds.get(place) ?? null }
}

export function toSignal(hit: StoredHit, occurrences: number): Signal {
  return {
    ruleId: hit.detectionId,
    ruleKind: 'detection',
    severity: hit.severity,
    fingerprint: hit.fingerprint,
    title: hit.title,
    summary: hit.summary,
    accountId: hit.accountId,
    region: hit.region,
    functionName: hit.functionName,
    resourceId: hit.resourceId,
    evidence: { items: hit.evidence, eventIds: hit.eventIds, metric: null },
    startedAt: hit.at,
    seenAt: hit.lastAt,
    occurrences,
  }
}

/** How many more records an incident has than its stored parts had. */
function growth({ hit, parts }: Incident<Part>): number {
  const stored = parts.filter(({ storedId }) => storedId !== undefined)
  const addsUp = hit.kind === 'single' || hit.kind === 'first-seen'
  const before = stored.reduce(
    (count, part) => (addsUp ? count + part.count : Math.max(count, part.count)),
    0,
  )
  return Math.max(0, hit.count - before)
}

/**
 * Keeps hits: with those of the same fingerprint that are stored already and not an hour away they become one. Of those
 * that matter people are told, unless they ended before `alertsFrom`. Returns how many alerts were opened.
 */
export async function recordHits(
  db: PoolClient,
  hits: readonly JudgedHit[],
  rulebook: Pick<Rulebook, 'byId'>,
  { now, alertsFrom }: { now: Date; alertsFrom: Date },
): Promise<number> {
  if (hits.length === 0) return 0
  const folded = incidentsOf(hits)
  const spans = folded.map(({ hit }) => ({
    fingerprint: hit.fingerprint,
    from: new Date(hit.at.getTime() - MERGE_GAP_MS),
    to: new Date(hit.lastAt.getTime() + MERGE_GAP_MS),
  }))
  const stored = await loadHits(db, spans)
  const parts: Part[] = [...stored.map((row) => asPart(row, rulebook.byId.get(row.detectionId))), ...hits]
  const incidents = incidentsOf(parts)
  const ids = await functionIds(
    db,
    incidents.map(({ hit }) => hit),
  )
  const gone: string[] = []
  const signals: Signal[] = []
  const rows = incidents.map((incident) => {
    const [id = randomUUID(), ...others] = incident.parts.flatMap(({ storedId }) => storedId ?? []).sort()
    gone.push(...others)
    const row = toStored(incident.hit, id, ids)
    if (isAlertWorthy(row) && row.lastAt >= alertsFrom) signals.push(toSignal(row, growth(incident)))
    return row
  })
  await deleteHits(db, gone)
  await saveHits(db, rows)
  await notifyLive(
    db,
    rows.map(({ id }) => ({ kind: 'hit' as const, id })),
  )
  return recordSignals(db, signals, now)
}
