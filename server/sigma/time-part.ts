import { DAY_MS } from '#server/domain/time.ts'
import type { TimePart } from './modifiers.ts'

/** A part of a time in UTC; undefined where a value is no time. Weeks are those of ISO 8601. */
export function timePart(value: unknown, part: TimePart): number | undefined {
  if (typeof value !== 'string') return undefined
  const date = new Date(value)
  if (!Number.isFinite(date.getTime())) return undefined
  switch (part) {
    case 'minute':
      return date.getUTCMinutes()
    case 'hour':
      return date.getUTCHours()
    case 'day':
      return date.getUTCDate()
    case 'week':
      return weekOf(date)
    case 'month':
      return date.getUTCMonth() + 1
    case 'year':
      return date.getUTCFullYear()
  }
}

/** The week of the year that holds the Thursday of the same week. */
function weekOf(date: Date): number {
  const midnightMs = Math.floor(date.getTime() / DAY_MS) * DAY_MS
  const thursdayMs = midnightMs + (4 - (date.getUTCDay() || 7)) * DAY_MS
  const yearMs = Date.UTC(new Date(thursdayMs).getUTCFullYear(), 0, 1)
  return Math.floor((thursdayMs - yearMs) / (7 * DAY_MS)) + 1
}
