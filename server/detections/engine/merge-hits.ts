import { severityRank } from '#server/domain/severity.ts'
import { HOUR_MS } from '#server/domain/time.ts'
import { type Hit, ONE_BY_ONE } from './hit.ts'
import { addSmallest, MAX_IDS } from './smallest.ts'

/** Hits of one fingerprint are one incident as long as no more time than this lies between them. */
export const MERGE_GAP_MS = HOUR_MS

const MAX_RESOURCES = 50

/**
 * Folds hits of one fingerprint that overlap, or follow each other within an hour, into one. What comes out depends on the
 * hits and not on their order, and folding what was folded with more hits is the same as folding all at once.
 */
export function mergeHits(hits: readonly Hit[]): Hit[] {
  const byFingerprint = Map.groupBy(hits, ({ fingerprint }) => fingerprint)
  const merged: Hit[] = []
  for (const group of byFingerprint.values()) {
    const sorted = group.toSorted((one, other) => one.at.getTime() - other.at.getTime())
    let run: Hit[] = []
    let endMs = Number.NEGATIVE_INFINITY
    for (const hit of sorted) {
      if (run.length > 0 && hit.at.getTime() > endMs + MERGE_GAP_MS) {
        merged.push(fold(run))
        run = []
      }
      run.push(hit)
      endMs = Math.max(run.length === 1 ? Number.NEGATIVE_INFINITY : endMs, hit.lastAt.getTime())
    }
    merged.push(fold(run))
  }
  return merged.sort(
    (one, other) => one.at.getTime() - other.at.getTime() || compare(one.fingerprint, other.fingerprint),
  )
}

function fold(hits: readonly Hit[]): Hit {
  const told = hits.reduce((best, hit) => (tellsMore(hit, best) ? hit : best))
  if (hits.length === 1) return told
  const worst = hits.reduce((best, hit) => (isWorse(hit, best) ? hit : best), told)
  const eventIds: string[] = []
  const resources: string[] = []
  const functionArns: string[] = []
  let count = 0
  let atMs = Number.POSITIVE_INFINITY
  let lastAtMs = Number.NEGATIVE_INFINITY
  for (const hit of hits) {
    for (const id of hit.eventIds) addSmallest(eventIds, id, MAX_IDS)
    for (const one of hit.resources) addSmallest(resources, one, MAX_RESOURCES)
    for (const one of hit.functionArns) addSmallest(functionArns, one, MAX_RESOURCES)
    count = ONE_BY_ONE.has(hit.kind) ? count + hit.count : Math.max(count, hit.count)
    atMs = Math.min(atMs, hit.at.getTime())
    lastAtMs = Math.max(lastAtMs, hit.lastAt.getTime())
  }
  const { severityNote: _, ...rest } = told
  return {
    ...rest,
    severity: worst.severity,
    ...(worst.severityNote === undefined ? {} : { severityNote: worst.severityNote }),
    eventIds,
    resources,
    functionArns,
    count,
    at: new Date(atMs),
    lastAt: new Date(lastAtMs),
  }
}

/** Which of two hits an incident is told as: the one that saw more, or the later one; the last by text where neither is. */
function tellsMore(hit: Hit, than: Hit): boolean {
  const order = ONE_BY_ONE.has(hit.kind)
    ? hit.lastAt.getTime() - than.lastAt.getTime()
    : hit.count - than.count || (hit.records ?? 0) - (than.records ?? 0)
  return order > 0 || (order === 0 && textOf(hit) > textOf(than))
}

function textOf({ title, summary, evidence, actorArn, region }: Hit): string {
  return JSON.stringify([title, summary, evidence, actorArn, region])
}

function isWorse(hit: Hit, than: Hit): boolean {
  const order = severityRank(than.severity) - severityRank(hit.severity)
  return order > 0 || (order === 0 && compare(hit.severityNote ?? '', than.severityNote ?? '') > 0)
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
