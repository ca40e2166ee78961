import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'
import { DAY_SLOTS, FORECAST_AT, read, WEEK_SLOTS } from './layout.ts'
import { share } from './share.ts'

const LEVEL_HOURS = 24
const ERROR_HOURS = 168
const OUTLIER = 3
/** A forecast with a season is taken once it is that much better than one without. */
const CLEARLY = 0.8
const DAYS_TO_SEE = 3
const WEEKS_TO_SEE = 2
const FLAT = FORECAST_AT
const DAY = { at: FORECAST_AT + 2, slots: DAY_SLOTS }
const WEEK = { at: FORECAST_AT + 7 + DAY_SLOTS, slots: WEEK_SLOTS }
type Season = typeof DAY
const LEVEL = 0
const ERROR = 1
/** The hour that is not over yet: which it is, how far off it was in sum, and in how many points. */
const OPEN_SLOT = 2
const OPEN_SUM = 3
const OPEN_POINTS = 4
const SEASON = 5

export const RHYTHMS = ['none', 'day', 'week'] as const
export type Rhythm = (typeof RHYTHMS)[number]

/** Sunday 00:00 UTC. */
const WEEK_BEGAN_MS = 3 * DAY_MS

/** Where in the day or week a point is, between two hours: what it covers is half of `stepMs` around it. */
function slotAt(atMs: number, stepMs: number, slots: number): number {
  const hours = (atMs - WEEK_BEGAN_MS - (HOUR_MS - Math.min(stepMs, HOUR_MS)) / 2) / HOUR_MS
  return hours - Math.floor(hours / slots) * slots
}

/** What a forecast with a season expects: its level, and what lies between two hours' differences from it. */
function seasonal(state: Float64Array, { at, slots }: Season, slot: number): number {
  const before = Math.floor(slot) % slots
  const after = (before + 1) % slots
  const weight = slot - Math.floor(slot)
  const difference =
    read(state, at + SEASON + before) * (1 - weight) + read(state, at + SEASON + after) * weight
  return read(state, at + LEVEL) + difference
}

export function beginForecast(state: Float64Array, value: number): void {
  for (const at of [FLAT, DAY.at, WEEK.at]) state[at + LEVEL] = value
}

/** Which rhythm explains the series best so far. */
export function rhythmOf(state: Float64Array, ageMs: number): Rhythm {
  if (ageMs < DAYS_TO_SEE * DAY_MS) return 'none'
  const flat = errorOf(state, 'none') * CLEARLY
  const day = errorOf(state, 'day')
  const week = errorOf(state, 'week')
  if (ageMs >= WEEKS_TO_SEE * 7 * DAY_MS && week < flat && week < day * CLEARLY) return 'week'
  return day < flat ? 'day' : 'none'
}

/** How far a forecast is off on average. */
export function errorOf(state: Float64Array, rhythm: Rhythm): number {
  return read(state, (rhythm === 'none' ? FLAT : rhythm === 'day' ? DAY.at : WEEK.at) + ERROR)
}

/** What is expected at a time, out of what came before. */
export function expectedAt(state: Float64Array, rhythm: Rhythm, atMs: number, stepMs: number): number {
  if (rhythm === 'none') return read(state, FLAT + LEVEL)
  const season = rhythm === 'day' ? DAY : WEEK
  return seasonal(state, season, slotAt(atMs, stepMs, season.slots))
}

/** The present level, the time of day left out. */
export const levelOf = (state: Float64Array) => read(state, FLAT + LEVEL)

export function learnForecast(
  state: Float64Array,
  atMs: number,
  value: number,
  stepMs: number,
  ageMs: number,
): void {
  learnLevel(state, FLAT, value - read(state, FLAT + LEVEL), stepMs, ageMs)
  learnSeason(state, DAY, atMs, value, stepMs, ageMs)
  learnSeason(state, WEEK, atMs, value, stepMs, ageMs)
}

/** `judgedMs` is for how long its errors count: those from before a season was seen once do not. */
function learnLevel(state: Float64Array, at: number, off: number, stepMs: number, judgedMs: number): void {
  state[at + LEVEL] = read(state, at + LEVEL) + share(stepMs, LEVEL_HOURS) * off
  if (judgedMs <= 0) return
  const memoryHours = Math.min(ERROR_HOURS, judgedMs / HOUR_MS)
  const error = read(state, at + ERROR)
  state[at + ERROR] = error + share(stepMs, memoryHours) * (Math.abs(off) - error)
}

/**
 * An hour is learnt once it is over: what it was off on average, wholly the first time, then half of it, then a third.
 */
function learnSeason(
  state: Float64Array,
  season: Season,
  atMs: number,
  value: number,
  stepMs: number,
  ageMs: number,
): void {
  const { at, slots } = season
  const seen = Math.floor(ageMs / (slots * HOUR_MS))
  const slot = slotAt(atMs, stepMs, slots)
  const off = value - seasonal(state, season, slot)
  const most = seen === 0 ? Number.POSITIVE_INFINITY : OUTLIER * read(state, at + ERROR)
  learnLevel(state, at, off, stepMs, ageMs - slots * HOUR_MS)
  const now = Math.floor(slot + 0.5) % slots
  const before = read(state, at + OPEN_SLOT)
  const points = read(state, at + OPEN_POINTS)
  if (now !== before) {
    const place = at + SEASON + before
    if (points > 0)
      state[place] = read(state, place) + read(state, at + OPEN_SUM) / points / Math.min(3, seen + 1)
    state[at + OPEN_SLOT] = now
    state[at + OPEN_SUM] = 0
    state[at + OPEN_POINTS] = 0
  }
  state[at + OPEN_SUM] = read(state, at + OPEN_SUM) + Math.max(-most, Math.min(most, off))
  state[at + OPEN_POINTS] = read(state, at + OPEN_POINTS) + 1
}
