import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'
import { DAY_SLOTS, FORECAST_AT, read, WEEK_SLOTS } from './layout.ts'
import { share } from './share.ts'

const LEVEL_HOURS = 24
const ERROR_HOURS = 72
const OUTLIER = 3
/** A forecast with a season is taken once it is that much better than one without. */
const CLEARLY = 0.8
const FLAT = FORECAST_AT
const DAY = { at: FORECAST_AT + 2, slots: DAY_SLOTS }
const WEEK = { at: FORECAST_AT + 4 + DAY_SLOTS, slots: WEEK_SLOTS }
type Season = typeof DAY
const LEVEL = 0
const ERROR = 1
const SEASON = 2

export type Rhythm = 'none' | 'day' | 'week'

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
export function rhythmOf(state: Float64Array): Rhythm {
  const flat = read(state, FLAT + ERROR) * CLEARLY
  const day = read(state, DAY.at + ERROR)
  const week = read(state, WEEK.at + ERROR)
  if (week < flat && week < day * CLEARLY) return 'week'
  return day < flat ? 'day' : 'none'
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
  learnLevel(state, FLAT, value - read(state, FLAT + LEVEL), stepMs)
  learnSeason(state, DAY, atMs, value, stepMs, Math.floor(ageMs / DAY_MS))
  learnSeason(state, WEEK, atMs, value, stepMs, Math.floor(ageMs / (7 * DAY_MS)))
}

function learnLevel(state: Float64Array, at: number, off: number, stepMs: number): void {
  state[at + LEVEL] = read(state, at + LEVEL) + share(stepMs, LEVEL_HOURS) * off
  state[at + ERROR] =
    read(state, at + ERROR) + share(stepMs, ERROR_HOURS) * (Math.abs(off) - read(state, at + ERROR))
}

/** `seen` is how many days or weeks there were: the first one is learnt almost as it is, later ones change a third of it. */
function learnSeason(
  state: Float64Array,
  season: Season,
  atMs: number,
  value: number,
  stepMs: number,
  seen: number,
): void {
  const slot = slotAt(atMs, stepMs, season.slots)
  const off = value - seasonal(state, season, slot)
  const most = seen === 0 ? Number.POSITIVE_INFINITY : OUTLIER * read(state, season.at + ERROR)
  learnLevel(state, season.at, off, stepMs)
  const place = season.at + SEASON + (Math.floor(slot + 0.5) % season.slots)
  const held = Math.max(-most, Math.min(most, off))
  state[place] = read(state, place) + share(Math.min(stepMs, HOUR_MS), Math.min(3, seen + 1)) * held
}
