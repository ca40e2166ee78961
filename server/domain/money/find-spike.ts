import type { Points } from '#server/domain/metrics/metric-window.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'

const FINE_MS = 5 * MINUTE_MS
const NOW_MS = 12 * MINUTE_MS
const TIMES_USUAL = 3
const TIMES_EVER = 1.5
/** An hour this far into the dearest hour that is usual is no batch at its usual time any more. */
const SHARE_OF_HOUR = 0.8
const MIN_EXTRA_PER_DAY = 5
/** Of what is new and has nothing to compare with. */
const MIN_EXTRA_OF_NEW = 50
const HISTORY_MS = 2 * DAY_MS
const FINE_HISTORY_MS = 20 * HOUR_MS
const SEASON_MS = 28 * DAY_MS
const DIP_MS = 30 * MINUTE_MS
const LONGEST_RUN_MS = DAY_MS
/** What runs at this time of the day on other days, an hour earlier or later where clocks were changed. */
const AROUND_MS = 90 * MINUTE_MS

export type Spike = {
  nowPerHour: number
  usualPerHour: number
  extraPerDay: number
  startedAtMs: number
  seenAtMs: number
  /** Less than two days were there to compare with. */
  isNew: boolean
}

export type SpikeInput = {
  /** Of five minutes and of hours; a period that is left out cost nothing. */
  fine: Points
  hours: Points
  untilMs: number
  /** Since when there would be points, had anything run. */
  knownSinceMs: number
  /** Created while it was watched: nothing ran before `knownSinceMs`. */
  isCreated: boolean
}

const sum = (points: Points) => points.reduce((total, [, value]) => total + Math.max(0, value), 0)

function isAround(atMs: number, nowMs: number): boolean {
  const apart = Math.abs((nowMs - atMs) % DAY_MS)
  return Math.min(apart, DAY_MS - apart) <= AROUND_MS
}

/** Rates of each two periods that follow each other, at the later one's start. */
function pairRates(fine: Points): [number, number][] {
  return fine.map(([at, value], i) => {
    const before = fine[i - 1]
    const other = before && at - before[0] === FINE_MS ? before[1] : 0
    return [at, ((value + other) / 2) * (HOUR_MS / FINE_MS)]
  })
}

/** Where the run of periods began that cost at least half of what they cost now, over dips of half an hour. */
function runStart(fine: Points, nowPerHour: number, untilMs: number): number {
  const enough = (nowPerHour / 2) * (FINE_MS / HOUR_MS)
  let start = untilMs - FINE_MS
  for (const [at, value] of fine.toReversed()) {
    if (start - at > DIP_MS || untilMs - at > LONGEST_RUN_MS) break
    if (value >= enough) start = Math.min(start, at)
  }
  return start
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0
}

/** What this hour of the day cost on the days before `beforeMs`; a day without points cost nothing. */
function usualOf(hours: Points, nowMs: number, beforeMs: number, sinceMs: number): number {
  const days = Math.floor((nowMs - Math.max(sinceMs, nowMs - SEASON_MS)) / DAY_MS)
  const byHour = new Map(hours)
  const hourMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS
  const values = Array.from({ length: days }, (_, i) => hourMs - (i + 1) * DAY_MS).filter(
    (at) => at < beforeMs,
  )
  return median(values.map((at) => byHour.get(at) ?? 0))
}

/**
 * Whether what something costs an hour is far above what this hour of the day costs on other days, and above what any hour
 * did: told from the last two periods of five minutes, so that it shows within ten. A batch that comes every night is usual.
 * undefined: nothing out of the ordinary. 'unknown': it costs something, and less than a day is known to compare with.
 */
export function findSpike({
  fine,
  hours,
  untilMs,
  knownSinceMs,
  isCreated,
}: SpikeInput): Spike | 'unknown' | undefined {
  const recent = fine.filter(([at]) => at >= untilMs - NOW_MS && at + FINE_MS <= untilMs)
  const last = recent.at(-1)
  if (!last) return undefined
  const nowPerHour = (sum(recent) / recent.length) * (HOUR_MS / FINE_MS)
  const startedAtMs = runStart(fine, nowPerHour, untilMs)
  const before = <T extends readonly [number, number]>(points: readonly T[], lengthMs: number) =>
    points.filter(([at]) => at + lengthMs <= startedAtMs)
  const pastHours = before(hours, HOUR_MS)
  const pastFine = before(fine, FINE_MS)
  const usualPerHour = usualOf(pastHours, untilMs, startedAtMs, knownSinceMs)
  const extraPerDay = (nowPerHour - usualPerHour) * 24
  if (extraPerDay < MIN_EXTRA_PER_DAY || nowPerHour < usualPerHour * TIMES_USUAL) return undefined

  if (!isCreated && startedAtMs - knownSinceMs < DAY_MS) return 'unknown'
  const isNew = startedAtMs - knownSinceMs < HISTORY_MS
  const found = { nowPerHour, usualPerHour, extraPerDay, startedAtMs, seenAtMs: last[0], isNew }
  if (isNew && extraPerDay < MIN_EXTRA_OF_NEW) return undefined

  const highest = (points: Points) => points.reduce((most, [, value]) => Math.max(most, value), 0)
  const around = (points: Points) => points.filter(([at]) => isAround(at, untilMs))
  const lastHour = sum(fine.filter(([at]) => at >= untilMs - HOUR_MS && at >= startedAtMs))
  const dearHour = highest(around(pastHours))
  const hasFine = startedAtMs - (pastFine[0]?.[0] ?? startedAtMs) >= FINE_HISTORY_MS
  if (!hasFine) {
    const isDear = lastHour >= dearHour * TIMES_USUAL && lastHour >= highest(pastHours) * TIMES_EVER
    return isDear ? found : undefined
  }
  const rates = pairRates(pastFine)
  const isDear =
    nowPerHour >= highest(around(rates)) * TIMES_USUAL &&
    nowPerHour >= highest(rates) * TIMES_EVER &&
    lastHour >= dearHour * SHARE_OF_HOUR
  return isDear ? found : undefined
}
