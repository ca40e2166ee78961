import { DAY_MS, floorTo, HOUR_MS } from '#server/domain/time.ts'

/** A Monday; the year that counts begins two weeks later. */
export const BEGIN_MS = Date.parse('2025-12-22T00:00:00Z')

/** Public holidays and the days around Christmas, as dates in local time. */
const HOLIDAYS = new Set([
  '2025-12-24',
  '2025-12-25',
  '2025-12-26',
  '2026-01-01',
  '2026-04-03',
  '2026-04-06',
  '2026-05-01',
  '2026-05-14',
  '2026-05-25',
  '2026-10-03',
  '2026-12-24',
  '2026-12-25',
  '2026-12-26',
  '2026-12-31',
  '2027-01-01',
])

function lastSunday(year: number, month: number): number {
  const last = Date.UTC(year, month + 1, 0)
  return last - new Date(last).getUTCDay() * DAY_MS + HOUR_MS
}

/** Central European time: an hour ahead of UTC, two from the last Sunday of March to that of October. */
export function toLocal(utcMs: number): number {
  const year = new Date(utcMs).getUTCFullYear()
  const isSummer = utcMs >= lastSunday(year, 2) && utcMs < lastSunday(year, 9)
  return utcMs + (isSummer ? 2 : 1) * HOUR_MS
}

export type LocalTime = {
  /** Hours since midnight, with a fraction. */
  hour: number
  /** 0 is Sunday. */
  weekday: number
  dayOfMonth: number
  isHoliday: boolean
}

type LocalDay = Omit<LocalTime, 'hour'>
const days = new Map<number, LocalDay>()

function localDay(dayMs: number): LocalDay {
  const known = days.get(dayMs)
  if (known) return known
  const date = new Date(dayMs)
  const isHoliday = HOLIDAYS.has(date.toISOString().slice(0, 10))
  const day = { weekday: date.getUTCDay(), dayOfMonth: date.getUTCDate(), isHoliday }
  days.set(dayMs, day)
  return day
}

export function localTime(utcMs: number): LocalTime {
  const localMs = toLocal(utcMs)
  const dayMs = floorTo(localMs, DAY_MS)
  return { ...localDay(dayMs), hour: (localMs - dayMs) / HOUR_MS }
}

/** Of what differs by the day: people go to bed after midnight, so that one day fades into the next. */
export function byDay(utcMs: number, of: (day: LocalDay) => number): number {
  const localMs = toLocal(utcMs)
  const around = [-3, -2, -1, 0, 1, 2, 3].map((hours) =>
    of(localDay(floorTo(localMs + hours * HOUR_MS, DAY_MS))),
  )
  return around.reduce((sum, one) => sum + one, 0) / around.length
}
