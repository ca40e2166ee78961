import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'
import { DAY_SLOTS, HEAD, read, SCATTER_AT } from './layout.ts'
import { share } from './share.ts'

export type Band = { lower: number; upper: number }

const MEMORY_HOURS = 72
const SETTLE_MS = 6 * HOUR_MS
/** Of evenly scattered values one in a thousand is further out: the mean of their upper half is 0.4 deviations. */
const WIDTH = 8
/** Where values come in bursts, a side reaches further until one in some hundreds is beyond it. */
const GIVE_WAY = 0.05
const RETURN = GIVE_WAY / 250
const FURTHEST = Math.log(50)
const OUTLIER = 4
const LEAK = 0.02

/** The scatter of an hour of the day counts for no less, and no more, than this share of the whole day's. */
const LEAST = 0.25
const MOST = 4
const HOUR_LEARNT_IN_DAYS = 5

const hourOf = (atMs: number) => Math.floor(atMs / HOUR_MS - 24 * Math.floor(atMs / DAY_MS))

/** How far points of that hour of the day stray from what is expected, on average; 0 where nothing ever did. */
export function scatterAt(state: Float64Array, atMs: number): number {
  const all = read(state, HEAD.above) + read(state, HEAD.below)
  return Math.min(MOST * all, Math.max(LEAST * all, read(state, SCATTER_AT + hourOf(atMs))))
}

/** What is usual around an expected value. It is wider on the side to which the series strays further. */
export function bandOf(state: Float64Array, expected: number, scatter: number): Band {
  const above = read(state, HEAD.above)
  const below = read(state, HEAD.below)
  const width = above + below > 0 ? (WIDTH * scatter) / (above + below) : 0
  const lower = expected - width * below * Math.exp(read(state, HEAD.reachBelow))
  const isNeverNegative = read(state, HEAD.hasNegatives) === 0
  return {
    lower: isNeverNegative ? Math.max(0, lower) : lower,
    upper: expected + width * above * Math.exp(read(state, HEAD.reachAbove)),
  }
}

/** Another forecast is taken from now on: what is usual around it is as much narrower or wider as its errors are. */
export function rescaleBand(state: Float64Array, ratio: number): void {
  if (!(ratio > 0 && Number.isFinite(ratio))) return
  state[HEAD.above] = read(state, HEAD.above) * ratio
  state[HEAD.below] = read(state, HEAD.below) * ratio
  state[HEAD.reachAbove] = 0
  state[HEAD.reachBelow] = 0
  for (let hour = SCATTER_AT; hour < SCATTER_AT + DAY_SLOTS; hour += 1)
    state[hour] = read(state, hour) * ratio
}

/** How often values are beyond the band, on each side. */
export function learnReach(state: Float64Array, value: number, { lower, upper }: Band): void {
  widen(state, HEAD.reachAbove, value > upper)
  widen(state, HEAD.reachBelow, value < lower)
}

function widen(state: Float64Array, place: number, isBeyond: boolean): void {
  const reach = read(state, place) + (isBeyond ? GIVE_WAY : -RETURN)
  state[place] = Math.max(0, Math.min(FURTHEST, reach))
}

export function learnBand(
  state: Float64Array,
  atMs: number,
  off: number,
  stepMs: number,
  ageMs: number,
): void {
  const days = Math.min(HOUR_LEARNT_IN_DAYS, Math.floor(ageMs / DAY_MS) + 1)
  const scatter = scatterAt(state, atMs)
  const far = Math.abs(off)
  const held = ageMs < DAY_MS ? far : Math.min(far, OUTLIER * scatter + LEAK * far)
  const hour = SCATTER_AT + hourOf(atMs)
  state[hour] = read(state, hour) + share(Math.min(stepMs, HOUR_MS), days) * (held - read(state, hour))
  const weight = share(stepMs, Math.min(MEMORY_HOURS, Math.max(ageMs / HOUR_MS, 0.1)))
  learnSide(state, HEAD.above, Math.max(0, off), weight, ageMs)
  learnSide(state, HEAD.below, Math.max(0, -off), weight, ageMs)
}

function learnSide(state: Float64Array, place: number, far: number, weight: number, ageMs: number): void {
  const usual = read(state, place)
  const held = ageMs < SETTLE_MS ? far : Math.min(far, OUTLIER * (usual || far) + LEAK * far)
  state[place] = usual + weight * (held - usual)
}
