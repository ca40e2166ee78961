import { asArray, asNumber, asObject } from '#server/domain/json.ts'
import { floorTo, MINUTE_MS } from '#server/domain/time.ts'
import { makeHit } from './hit.ts'
import type { FirstSeenRule } from './rule.ts'
import type { Group, RunGroup, Selected, Surroundings } from './selected.ts'

const STEP_MS = 5 * MINUTE_MS
/** How exactly a subject's newest sighting is known: it only decides when the subject is forgotten. */
const SUBJECT_STEP_MS = 12 * 60 * MINUTE_MS

/** A value of a subject that was not seen in its memory, but for the last minutes, in which records come in any order. */
export const runFirstSeen: RunGroup<FirstSeenRule> = (group, at) => {
  const { rule, accountId, key, selected } = group
  const { detection, learningMs, memoryMs } = rule
  const stateKey = { accountId, detectionId: detection.id, key }
  const latenessMs = Math.ceil(at.latenessMs / STEP_MS) * STEP_MS
  const before = readSightings(at.state.get(stateKey))
  const sightings = withSightings(before, selected)
  const knownSinceMs = Math.max(at.progress.learningSinceMs, subjectSince(group, at))

  const hits = []
  const { subject = '', value = '' } = group.seen ?? {}
  for (const { record, timeMs, id } of selected) {
    if (knownSinceMs > timeMs - learningMs) continue
    const stepMs = floorTo(timeMs, STEP_MS)
    const last = sightings.findLast((seenMs) => seenMs < stepMs - latenessMs)
    if (last !== undefined && last >= stepMs - memoryMs) continue
    try {
      const seen = { subject, value, learnedSince: new Date(knownSinceMs) }
      const match = detection.describe(record, seen, at.context)
      const extent = { atMs: timeMs, lastAtMs: timeMs, count: 1, records: 1, eventIds: [id] }
      hits.push(makeHit(rule, record, match, extent, at.context))
    } catch (error) {
      at.fail(detection.id, record.eventId, error)
    }
  }

  const newestMs = sightings.at(-1) ?? 0
  const old = sightings.findLastIndex((seenMs) => seenMs < newestMs - 2 * latenessMs)
  const kept = sightings.slice(Math.max(0, old))
  if (sightings !== before || kept.length !== before.length) at.state.set(stateKey, kept, new Date(newestMs))
  return hits
}

/** Since when the subject is known, as `learnSubject` left it; for ever where only the account has to be. */
function subjectSince({ rule, accountId, seen }: Group, { state }: Surroundings): number {
  if (!seen?.subjectKey) return Number.NEGATIVE_INFINITY
  const known = state.get({ accountId, detectionId: rule.detection.id, key: seen.subjectKey })
  return asNumber(asObject(known).sinceMs) ?? Number.POSITIVE_INFINITY
}

/** Keeps since when a subject is known; for all groups of a batch before any of them is judged. */
export function learnSubject({ rule, accountId, seen, selected }: Group, { state }: Surroundings): void {
  if (!seen?.subjectKey) return
  const stateKey = { accountId, detectionId: rule.detection.id, key: seen.subjectKey }
  const known = asObject(state.get(stateKey))
  const before = {
    sinceMs: asNumber(known.sinceMs) ?? Number.POSITIVE_INFINITY,
    newestMs: asNumber(known.newestMs) ?? 0,
  }
  const next = { ...before }
  for (const { timeMs } of selected) {
    next.sinceMs = Math.min(next.sinceMs, timeMs)
    next.newestMs = Math.max(next.newestMs, floorTo(timeMs, SUBJECT_STEP_MS))
  }
  if (next.sinceMs < before.sinceMs || next.newestMs > before.newestMs)
    state.set(stateKey, next, new Date(next.newestMs))
}

/** The sightings with those of new records, in the order of time; the same list where there is none that it has not. */
function withSightings(before: readonly number[], selected: readonly Selected[]): readonly number[] {
  let sightings: number[] | undefined
  for (const { timeMs } of selected) {
    const stepMs = floorTo(timeMs, STEP_MS)
    if ((sightings ?? before).includes(stepMs)) continue
    sightings ??= [...before]
    sightings.push(stepMs)
  }
  return sightings?.sort((one, other) => one - other) ?? before
}

function readSightings(state: unknown): readonly number[] {
  return asArray(state) as number[]
}
