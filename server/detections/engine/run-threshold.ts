import { asObject } from '#server/domain/json.ts'
import { makeHit } from './hit.ts'
import type { ThresholdRule } from './rule.ts'
import type { RunGroup, Selected } from './selected.ts'
import { addToSlot, type Slot, slotLengthMs, sumSlots } from './slots.ts'
import { latest, stretchOf } from './stretch.ts'

const FORM = 1
const LEAST_VALUES = 25
const MAX_VALUES = 1000

/** Every run of slots as long as the window that a new record lies in, and that reaches the limit, is a hit. */
export const runThreshold: RunGroup<ThresholdRule> = ({ rule, accountId, key, selected }, at) => {
  const { detection, windowMs, count } = rule
  const slotMs = slotLengthMs(windowMs)
  const inRun = Math.ceil(windowMs / slotMs) + 1
  const stateKey = { accountId, detectionId: detection.id, key }
  const isDistinct = selected.some(({ value }) => value !== undefined)
  const maxValues = Math.min(Math.max(count, LEAST_VALUES), MAX_VALUES)

  const slots = readSlots(at.state.get(stateKey), slotMs)
  const fresh = new Map<number, Selected[]>()
  for (const one of selected) {
    const slot = Math.floor(one.timeMs / slotMs)
    addToSlot(slots, slot, one, maxValues)
    const list = fresh.get(slot)
    if (list) list.push(one)
    else fresh.set(slot, [one])
  }

  const hits = []
  const enough = isDistinct ? Math.min(count, MAX_VALUES) : count
  for (let first = 0; first < slots.length; first += 1) {
    const start = slots[first]?.[0] ?? 0
    let end = first
    let records = 0
    while (end < slots.length && (slots[end]?.[0] ?? 0) < start + inRun) {
      records += slots[end]?.[1] ?? 0
      end += 1
    }
    if (records < enough) continue
    const run = slots.slice(first, end)
    const added = run.flatMap(([slot]) => fresh.get(slot) ?? [])
    if (added.length === 0) continue
    const sum = sumSlots(run, maxValues)
    const reached = isDistinct ? sum[5].length : sum[1]
    if (reached < enough) continue
    const stretch = stretchOf(sum, reached)
    const { record } = latest(added)
    try {
      const match = detection.describe(record, stretch, at.context)
      hits.push(
        makeHit(
          rule,
          record,
          match,
          { atMs: sum[2], lastAtMs: sum[3], count: reached, records: sum[1], eventIds: sum[4] },
          at.context,
        ),
      )
    } catch (error) {
      at.fail(detection.id, record.eventId, error)
    }
  }

  const newestMs = Math.max(...slots.slice(-1).map(([, , , lastMs]) => lastMs))
  const oldest = Math.floor((newestMs - windowMs - at.latenessMs) / slotMs) - 1
  const kept = slots.filter(([slot]) => slot >= oldest)
  at.state.set(stateKey, { form: FORM, slotMs, slots: kept }, new Date(newestMs))
  return hits
}

/** State of another window, or of no known form, is as good as none. */
function readSlots(state: unknown, slotMs: number): Slot[] {
  const { form, slotMs: length, slots } = asObject(state)
  return form === FORM && length === slotMs && Array.isArray(slots) ? slots : []
}
