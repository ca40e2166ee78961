import { asArray, asNumber, asObject } from '#server/domain/json.ts'
import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'
import { makeHit } from './hit.ts'
import type { RateRule } from './rule.ts'
import type { RunGroup, Selected } from './selected.ts'
import { addToSlot, isSlot, type Slot } from './slots.ts'
import { latest, stretchOf } from './stretch.ts'

const MAX_VALUES = 1000
const HOURS_IN_DAY = DAY_MS / HOUR_MS

/** `past` has what hours counted that nothing can be added to any more; `open` the hours that something may. */
type Counts = { past: Record<string, number>; open: Slot[] }

/** An hour with many more records than the hours of the days before, of which only whole ones before the lateness count. */
export const runRate: RunGroup<RateRule> = ({ rule, accountId, key, selected }, at) => {
  const { detection, minimum, factor, baselineDays } = rule
  const stateKey = { accountId, detectionId: detection.id, key }
  const isDistinct = selected.some(({ value }) => value !== undefined)
  const counts = readCounts(at.state.get(stateKey))
  const fresh = new Map<number, Selected[]>()
  for (const one of selected) {
    const hour = Math.floor(one.timeMs / HOUR_MS)
    addToSlot(counts.open, hour, one, MAX_VALUES)
    const list = fresh.get(hour)
    if (list) list.push(one)
    else fresh.set(hour, [one])
  }
  const countOf = (slot: Slot) => (isDistinct ? slot[5].length : slot[1])

  const hits = []
  for (const slot of counts.open) {
    const [hour, records, firstMs, lastMs, eventIds] = slot
    const added = fresh.get(hour)
    const learned = at.progress.learningSinceMs <= hour * HOUR_MS - baselineDays * DAY_MS
    const count = countOf(slot)
    if (!added || !learned || count < minimum) continue
    const usualPerHour = usual(counts, hour, baselineDays, at.latenessMs, countOf)
    if (count < factor * usualPerHour) continue
    const { record } = latest(added)
    try {
      const match = detection.describe(record, { ...stretchOf(slot, count), usualPerHour }, at.context)
      const extent = { atMs: firstMs, lastAtMs: lastMs, count, records, eventIds }
      hits.push(makeHit(rule, record, match, extent, at.context))
    } catch (error) {
      at.fail(detection.id, record.eventId, error)
    }
  }
  at.state.set(stateKey, closed(counts, baselineDays, at.latenessMs, countOf), newestOf(counts))
  return hits
}

function usual(
  counts: Counts,
  hour: number,
  baselineDays: number,
  latenessMs: number,
  countOf: (slot: Slot) => number,
): number {
  const first = hour - baselineDays * HOURS_IN_DAY
  const last = hour - 1 - Math.ceil(latenessMs / HOUR_MS)
  let sum = 0
  for (const [past, count] of Object.entries(counts.past))
    if (Number(past) >= first && Number(past) <= last) sum += count
  for (const slot of counts.open) if (slot[0] >= first && slot[0] <= last) sum += countOf(slot)
  return sum / Math.max(1, last - first + 1)
}

/** Counts without the hours that are too old to matter, and without the records of those that have passed. */
function closed(
  { past, open }: Counts,
  baselineDays: number,
  latenessMs: number,
  countOf: (slot: Slot) => number,
): Counts {
  const newest = open.at(-1)?.[0] ?? 0
  const firstOpen = newest - 1 - Math.ceil(latenessMs / HOUR_MS)
  const first = firstOpen - baselineDays * HOURS_IN_DAY
  const kept = Object.fromEntries(Object.entries(past).filter(([hour]) => Number(hour) >= first))
  for (const slot of open) if (slot[0] < firstOpen && slot[0] >= first) kept[slot[0]] = countOf(slot)
  return { past: kept, open: open.filter(([hour]) => hour >= firstOpen) }
}

function newestOf({ open }: Counts): Date {
  return new Date(open.at(-1)?.[3] ?? 0)
}

function readCounts(state: unknown): Counts {
  const { past, open } = asObject(state)
  const isKnown = asArray(open).every(isSlot)
  const pairs = Object.entries(asObject(past)).filter(([, count]) => asNumber(count) !== undefined)
  return {
    past: isKnown ? (Object.fromEntries(pairs) as Record<string, number>) : {},
    open: isKnown ? (asArray(open) as Slot[]) : [],
  }
}
