import type { Stretch } from '#server/detections/define-detection.ts'
import type { Selected } from './selected.ts'
import type { Slot } from './slots.ts'

const SHOWN_VALUES = 20

/** A stretch as detections describe it. */
export function stretchOf([, , firstMs, lastMs, ids, values]: Slot, count: number): Stretch {
  return {
    startedAt: new Date(firstMs),
    lastAt: new Date(lastMs),
    count,
    eventIds: ids,
    values: values.slice(0, SHOWN_VALUES),
  }
}

/** The last of some records by time, then by id. */
export function latest(selected: readonly Selected[]): Selected {
  return selected.reduce((best, one) =>
    one.timeMs > best.timeMs || (one.timeMs === best.timeMs && one.id > best.id) ? one : best,
  )
}
