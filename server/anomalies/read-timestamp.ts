import { HOUR_MS, MINUTE_MS, SECOND_MS } from '#server/domain/time.ts'

const NUMBER = /^\d{1,13}(?:\.\d{1,9})?$/
const WRITTEN =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(Z|[+-]\d\d(?::?\d\d)?)?)?$/i
/** Seconds since 1970 are less until the year 5138, milliseconds since 1970 are more since 1973. */
const MILLISECONDS_FROM = 1e11

/**
 * Epoch milliseconds of `2026-11-20T12:00:00Z`, `2026-11-20 12:00:00` (UTC where no zone is given), or seconds or
 * milliseconds since 1970; null where it is none of these. A leap second is the second after it.
 */
export function readTimestamp(text: string): number | null {
  if (NUMBER.test(text)) {
    const number = Number(text)
    return number < MILLISECONDS_FROM ? number * SECOND_MS : number
  }
  const parts = WRITTEN.exec(text)
  if (!parts) return null
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1, 7)
    .map((part) => Number(part ?? 0))
  if (hour > 23 || minute > 59 || second > 60) return null
  const midnight = new Date(Date.UTC(year, month - 1, day))
  // A day that the month does not have would be one of the next.
  if (midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day) return null
  const fraction = parts[7] ? Number(`0.${parts[7]}`) * SECOND_MS : 0
  return (
    midnight.getTime() +
    hour * HOUR_MS +
    minute * MINUTE_MS +
    second * SECOND_MS +
    fraction -
    zoneMs(parts[8])
  )
}

function zoneMs(zone: string | undefined): number {
  if (!zone || zone.toUpperCase() === 'Z') return 0
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(':', '') || 0)
  return (zone.startsWith('-') ? -1 : 1) * minutes * MINUTE_MS
}
