import { DAY_MS, floorTo } from '#server/domain/time.ts'

/** What a UTC day cost; days that are not in the list are not known. */
export type DayCost = { day: string; usd: number }

export type MonthEstimate = {
  /** Of the month's days that are known, today's part too. */
  toDateUsd: number
  /** First of the month's days that is known. */
  knownFrom: string | null
  /** Days of the month before today that are not known, and are estimated. */
  missingDays: number
  /** The whole month; null while fewer than three whole days are known. */
  forecast: { usd: number; lowUsd: number; highUsd: number } | null
  /** Of today: what it is likely to cost in all, and what of that until now. */
  today: { usd: number; usualUsd: number | null }
}

const LEVEL_DAYS = 14
const SEASON_DAYS = 56
const MIN_DAYS = 3
/** How many days of a weekday weigh as much as the belief that all weekdays are alike. */
const PRIOR_DAYS = 1
const OUTLIER_TIMES = 4
/** 90 of 100 months end within the interval, where days scatter as they have. */
const Z = 1.645

const dayText = (ms: number) => new Date(ms).toISOString().slice(0, 10)
const weekday = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay()

const median = (values: number[]) => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)

/** How a weekday compares with the mean day. A single runaway day counts at most four times the usual. */
function weekdayFactors(days: readonly DayCost[]): number[] {
  const usual = median(days.map((day) => day.usd))
  const clipped = days.map((day) => ({ ...day, usd: Math.min(day.usd, Math.max(usual * OUTLIER_TIMES, 0)) }))
  const all = mean(clipped.map((day) => day.usd))
  if (days.length < 14 || !(all > 0)) return Array.from({ length: 7 }, () => 1)
  return Array.from({ length: 7 }, (_, nth) => {
    const own = clipped.filter(({ day }) => weekday(day) === nth).map(({ usd }) => usd / all)
    return (own.reduce((sum, value) => sum + value, 0) + PRIOR_DAYS) / (own.length + PRIOR_DAYS)
  })
}

/**
 * The month that `nowMs` lies in: what is known of it, and what it comes to if days go on as the last fourteen have, weekday
 * by weekday. The interval grows with the scatter of days and with how many are still to come.
 */
export function estimateMonth(known: readonly DayCost[], nowMs: number): MonthEstimate {
  const now = new Date(nowMs)
  const monthMs = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1)
  const endMs = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1)
  const today = dayText(nowMs)
  const byDay = new Map(known.map(({ day, usd }) => [day, usd]))
  const days = Array.from({ length: (endMs - monthMs) / DAY_MS }, (_, i) => dayText(monthMs + i * DAY_MS))
  // The first day that is known began before it was watched.
  const whole = known
    .filter(({ day }) => day < today)
    .toSorted((a, b) => (a.day < b.day ? -1 : 1))
    .slice(1)
  const ofMonth = days.filter((day) => day <= today && byDay.has(day))
  const toDateUsd = ofMonth.reduce((sum, day) => sum + (byDay.get(day) ?? 0), 0)
  const missing = days.filter((day) => day < today && !byDay.has(day))
  const todayUsd = byDay.get(today) ?? 0
  const base = { toDateUsd, knownFrom: ofMonth[0] ?? null, missingDays: missing.length }
  if (whole.length < MIN_DAYS) return { ...base, forecast: null, today: { usd: todayUsd, usualUsd: null } }

  const factors = weekdayFactors(whole.slice(-SEASON_DAYS))
  const factorOf = (day: string) => factors[weekday(day)] ?? 1
  const recent = whole.slice(-LEVEL_DAYS)
  const levels = recent.map(({ day, usd }) => usd / Math.max(factorOf(day), 0.01))
  const top = median(levels) * OUTLIER_TIMES
  const kept = levels.map((value) => (top > 0 ? Math.min(value, top) : value))
  const level = mean(kept)
  const residuals = recent.map(
    ({ day, usd }, i) => Math.min(usd, (kept[i] ?? 0) * factorOf(day)) - level * factorOf(day),
  )
  const scatter = Math.sqrt(
    residuals.reduce((sum, value) => sum + value * value, 0) / Math.max(1, residuals.length - 1),
  )
  const gone = (nowMs - floorTo(nowMs, DAY_MS)) / DAY_MS
  const usualUsd = level * factorOf(today)
  const restOfToday = usualUsd * (1 - gone)
  const open = [...missing, ...days.filter((day) => day > today)]
  const openUsd = open.reduce((sum, day) => sum + level * factorOf(day), restOfToday)
  const count = open.length + (1 - gone)
  const spread = Z * scatter * Math.sqrt(count + count ** 2 / recent.length)
  const usd = toDateUsd + openUsd
  return {
    ...base,
    forecast: { usd, lowUsd: Math.max(toDateUsd, usd - spread), highUsd: usd + spread },
    today: { usd: todayUsd, usualUsd },
  }
}
