export const SECOND_MS = 1000
export const MINUTE_MS = 60 * SECOND_MS
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

/** Gives the present time in epoch milliseconds; passed in wherever time decides anything. */
export type Clock = () => number

const END_MS = Date.UTC(2100, 0)

/** Whether something can have been observed then: a time that no partition can be made for must not stop what comes with it. */
export function isObservable(timeMs: number): boolean {
  return timeMs >= 0 && timeMs < END_MS
}

export function floorTo(timeMs: number, stepMs: number): number {
  return Math.floor(timeMs / stepMs) * stepMs
}

/** "4 min", "3 h", "2 d": the largest unit that fits, floored. */
export function formatDuration(durationMs: number): string {
  const abs = Math.abs(durationMs)
  if (abs < MINUTE_MS) return `${Math.round(abs / SECOND_MS)} s`
  if (abs < HOUR_MS) return `${Math.floor(abs / MINUTE_MS)} min`
  if (abs < 2 * DAY_MS) return `${Math.floor(abs / HOUR_MS)} h`
  return `${Math.floor(abs / DAY_MS)} d`
}
