/** A day in a sentence. */
export function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10)
}

/** Minutes of a day, for the examples of detections that learn. */
export const DAY = 24 * 60
