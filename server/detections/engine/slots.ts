import type { Selected } from './selected.ts'
import { addSmallest, MAX_IDS } from './smallest.ts'

/** What happened to one key in one stretch of time: [slot, records, first ms, last ms, smallest ids, smallest values]. */
export type Slot = [
  slot: number,
  records: number,
  firstMs: number,
  lastMs: number,
  ids: string[],
  values: string[],
]

const SLOTS_IN_WINDOW = 12
const SHORTEST_MS = 5_000

/** Length of a slot: a twelfth of the window, and not less than five seconds, so that there are never too many. */
export function slotLengthMs(windowMs: number): number {
  return Math.max(SHORTEST_MS, Math.ceil(windowMs / SLOTS_IN_WINDOW))
}

/** Counts a record in its slot, which is made where it is missing; slots stay in the order of time. */
export function addToSlot(slots: Slot[], slot: number, selected: Selected, maxValues: number): void {
  let at = slots.length
  while (at > 0 && (slots[at - 1]?.[0] ?? 0) > slot) at -= 1
  let found = slots[at - 1]
  if (found?.[0] !== slot) {
    found = [slot, 0, selected.timeMs, selected.timeMs, [], []]
    slots.splice(at, 0, found)
  }
  found[1] += 1
  if (selected.timeMs < found[2]) found[2] = selected.timeMs
  if (selected.timeMs > found[3]) found[3] = selected.timeMs
  addSmallest(found[4], selected.id, MAX_IDS)
  if (selected.value !== undefined) addSmallest(found[5], selected.value, maxValues)
}

/** What several slots say together. */
export function sumSlots(slots: readonly Slot[], maxValues: number): Slot {
  const sum: Slot = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, [], []]
  for (const [, records, firstMs, lastMs, ids, values] of slots) {
    sum[1] += records
    sum[2] = Math.min(sum[2], firstMs)
    sum[3] = Math.max(sum[3], lastMs)
    for (const id of ids) addSmallest(sum[4], id, MAX_IDS)
    for (const value of values) addSmallest(sum[5], value, maxValues)
  }
  return sum
}
