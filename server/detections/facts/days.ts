/** A day in a sentence. */
export function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10)
}

/** "1 day", "30 days". */
export function daysOf(count: number): string {
  return `${count} ${count === 1 ? 'day' : 'days'}`
}

/** Minutes of a day, for the examples of detections that learn. */
export const DAY = 24 * 60
