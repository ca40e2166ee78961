import { asObject } from '#server/domain/json.ts'
import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'
import { makeHit } from './hit.ts'
import type { RateRule } from './rule.ts'
import type { RunGroup, Selected } from './selected.ts'
import { addToSlot, type Slot } from './slots.ts'
import { latest, stretchOf } from './stretch.ts'

const MAX_VALUES = 1000
const HOURS_IN_DAY = DAY_MS / HOUR_MS

const FORM = 1

/** `past` has hour after hour, each with what it counted, to which nothing can be added; `open` the hours to which something can. */
type Counts = { form: typeof FORM; past: number[]; open: Slot[] }

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
  const { past } = counts
  for (let i = 0; i < past.length; i += 2) {
    const at = past[i] ?? 0
    if (at >= first && at <= last) sum += past[i + 1] ?? 0
  }
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
  for (const slot of open) if (slot[0] < firstOpen) past.push(slot[0], countOf(slot))
  let old = 0
  while (old < past.length && (past[old] ?? 0) < first) old += 2
  if (old > 0) past.splice(0, old)
  const isAllOpen = (open[0]?.[0] ?? firstOpen) >= firstOpen
  return { form: FORM, past, open: isAllOpen ? open : open.filter(([hour]) => hour >= firstOpen) }
}

function newestOf({ open }: Counts): Date {
  return new Date(open.at(-1)?.[3] ?? 0)
}

/** State of no known form is as good as none. */
function readCounts(state: unknown): Counts {
  const { form, past, open } = asObject(state)
  const isKnown = form === FORM && Array.isArray(past) && Array.isArray(open)
  return isKnown ? { form: FORM, past, open } : { form: FORM, past: [], open: [] }
}
