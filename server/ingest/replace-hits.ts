import { randomUUID } from 'node:crypto'
import type { PoolClient } from 'pg'
import { MERGE_GAP_MS } from '#server/detections/engine/merge-hits.ts'
import { severityRank } from '#server/domain/severity.ts'
import type { Signal } from '#server/domain/signal.ts'
import { recordSignals } from '#server/services/alerts/record-signals.ts'
import {
  deleteHits,
  functionIds,
  loadHitsOf,
  type StoredHit,
  saveHits,
  untoldHits,
} from '#server/store/detection-hits.ts'
import { notifyLive } from '#server/store/notify-live.ts'
import { memoriesOf } from './memory-of.ts'
import { isAlertWorthy, type JudgedHit, toSignal, toStored } from './record-hits.ts'
import type { Rulebook } from './rulebook.ts'

type Options = {
  accountId: string
  rulebook: Rulebook
  /** Where the stored records begin. */
  from: Date
  /** Whether all records of the account are stored, so that nothing was learned from older ones. */
  isWhole: boolean
  now: Date
  alertsFrom: Date
}

export type Replaced = { hits: number; added: number; removed: number; alertsOpened: number }

const HITS_A_STATEMENT = 1000

/** Stored hits that are the same incident as one that was found again. */
function storedOf(hit: JudgedHit, stored: readonly StoredHit[] | undefined): StoredHit[] {
  const fromMs = hit.at.getTime() - MERGE_GAP_MS
  const toMs = hit.lastAt.getTime() + MERGE_GAP_MS
  return (stored ?? []).filter((one) => one.at.getTime() <= toMs && one.lastAt.getTime() >= fromMs)
}

const textOf = ({ id: _, resourceId: __, ...hit }: StoredHit): string =>
  JSON.stringify([hit.at, hit.lastAt, hit.count, hit.severity, hit.title, hit.summary, hit.allowedBy])

const isNews = (row: StoredHit, before: readonly StoredHit[]): boolean =>
  before.every(
    (one) =>
      one.count < row.count ||
      one.allowedBy !== null ||
      severityRank(row.severity) < severityRank(one.severity),
  )

/**
 * Puts what a replay of an account's stored records has found in the place of what was found before. A hit of one record
 * is never taken back, for it may rest on what was known of the estate then; one that rests on memory is, where late
 * records say otherwise, unless people were told of it.
 */
export async function replaceHits(
  db: PoolClient,
  incidents: readonly JudgedHit[],
  { accountId, rulebook, from, isWhole, now, alertsFrom }: Options,
): Promise<Replaced> {
  const stored = Map.groupBy(await loadHitsOf(db, accountId, from), ({ fingerprint }) => fingerprint)
  const resourceIds = await functionIds(db, incidents)
  const found = new Set<string>()
  const gone: string[] = []
  const rows: StoredHit[] = []
  const signals: Signal[] = []
  let added = 0
  for (const incident of incidents) {
    const before = storedOf(incident, stored.get(incident.fingerprint)).filter(({ id }) => !found.has(id))
    for (const { id } of before) found.add(id)
    const [first] = before
    const isOfOne = rulebook.byId.get(incident.detectionId)?.kind === 'single'
    if (isOfOne && before.some(({ count }) => count > incident.count)) continue
    const row = toStored(incident, first?.id ?? randomUUID(), resourceIds)
    if (before.length === 1 && first && textOf(first) === textOf(row)) continue
    gone.push(...before.map(({ id }) => id))
    rows.push(row)
    if (!first) added += 1
    const counted = before.reduce((sum, { count }) => sum + count, 0)
    if (isAlertWorthy(row) && row.lastAt >= alertsFrom && isNews(row, before))
      signals.push(toSignal(row, Math.max(0, row.count - counted)))
  }
  const memoriesMs = memoriesOf(rulebook)
  const isJudged = ({ detectionId, at }: StoredHit) => {
    const memoryMs = memoriesMs.get(detectionId)
    if (memoryMs === undefined || rulebook.byId.get(detectionId)?.kind === 'single') return false
    return at.getTime() >= from.getTime() + (isWhole ? 0 : memoryMs)
  }
  const unfound = [...stored.values()].flat().filter((hit) => !found.has(hit.id) && isJudged(hit))
  const removed = await untoldHits(db, unfound)
  await deleteHits(db, [...gone, ...removed])
  for (let at = 0; at < rows.length; at += HITS_A_STATEMENT)
    await saveHits(db, rows.slice(at, at + HITS_A_STATEMENT))
  await notifyLive(
    db,
    rows.map(({ id }) => ({ kind: 'hit' as const, id })),
  )
  const alertsOpened = await recordSignals(db, signals, now)
  return { hits: incidents.length, added, removed: removed.length, alertsOpened }
}
