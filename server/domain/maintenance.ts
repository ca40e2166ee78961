import { matchesPattern } from './iam/matches-pattern.ts'
import { DAY_MS, MINUTE_MS } from './time.ts'

/** A time in which metrics are expected to be unusual, once or every week. Times in epoch ms. */
export type Maintenance = {
  id: string
  /** null: every one. */
  accountId: string | null
  region: string | null
  /** Name with * and ?; null: every function, and the account as a whole. */
  functionName: string | null
  kind: 'once' | 'weekly'
  startsMs: number
  /** Of a weekly one when it does not come back any more; null: until it is ended. */
  endsMs: number | null
  /** Of a weekly one: days of the week on which it begins, 0 is Sunday. */
  days: readonly number[]
  startMinute: number | null
  durationMinutes: number | null
  /** IANA name, in which days and minutes are told. */
  timeZone: string
  endedMs: number | null
  reason: string
}

export type MaintenanceSubject = { accountId: string; region: string; functionName: string | null }

const DAY_MINUTES = DAY_MS / MINUTE_MS
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const formats = new Map<string, Intl.DateTimeFormat>()

function localTime(atMs: number, timeZone: string): { day: number; minute: number } {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
  formats.set(timeZone, format)
  const parts = new Map(format.formatToParts(atMs).map(({ type, value }) => [type, value]))
  const minute = Number(parts.get('hour')) * 60 + Number(parts.get('minute'))
  return { day: WEEKDAYS.indexOf(parts.get('weekday') ?? ''), minute }
}

/** Whether this is the name of a time zone that this machine knows. */
export function isTimeZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone })
    return true
  } catch {
    return false
  }
}

/** End of the maintenance that is going on at a moment; null where none is. */
export function maintainedUntil(window: Maintenance, atMs: number): number | null {
  const { startsMs, endsMs, endedMs } = window
  if (atMs < startsMs || (endedMs !== null && atMs >= endedMs) || (endsMs !== null && atMs >= endsMs))
    return null
  const last = Math.min(endsMs ?? Number.POSITIVE_INFINITY, endedMs ?? Number.POSITIVE_INFINITY)
  if (window.kind === 'once') return endsMs === null ? null : last
  const { startMinute, durationMinutes, days } = window
  if (startMinute === null || durationMinutes === null) return null
  const local = localTime(atMs, window.timeZone)
  // One that began yesterday may go on past midnight.
  for (const daysAgo of [0, 1]) {
    const minutes = local.minute - startMinute + daysAgo * DAY_MINUTES
    const began = (local.day - daysAgo + 7) % 7
    if (minutes >= 0 && minutes < durationMinutes && days.includes(began))
      return Math.min(last, atMs + (durationMinutes - minutes) * MINUTE_MS)
  }
  return null
}

export function coversSubject(
  window: Maintenance,
  { accountId, region, functionName }: MaintenanceSubject,
): boolean {
  if (window.accountId !== null && window.accountId !== accountId) return false
  if (window.region !== null && window.region !== region) return false
  if (window.functionName === null) return true
  return functionName !== null && matchesPattern(window.functionName, functionName)
}

/** The window in which a subject is maintained at a moment, with its end: of several the one that ends last. */
export function maintenanceOf(
  windows: readonly Maintenance[],
  subject: MaintenanceSubject,
  atMs: number,
): { window: Maintenance; untilMs: number } | undefined {
  return windows
    .flatMap((window) => {
      const untilMs = coversSubject(window, subject) ? maintainedUntil(window, atMs) : null
      return untilMs === null ? [] : [{ window, untilMs }]
    })
    .toSorted((a, b) => b.untilMs - a.untilMs)[0]
}
