import { HOUR_MS } from '#server/domain/time.ts'
import { HEAD, read } from './layout.ts'
import { share } from './share.ts'

const MEMORY_HOURS = 72
const SETTLE_MS = 6 * HOUR_MS
/** Of evenly scattered values one in a thousand is further out: the mean of their upper half is 0.4 deviations. */
const WIDTH = 8
const OUTLIER = 4
const LEAK = 0.02

/** What is usual around an expected value. It is wider on the side to which the series strays further. */
export function bandOf(state: Float64Array, expected: number): { lower: number; upper: number } {
  const lower = expected - WIDTH * read(state, HEAD.below)
  const isNeverNegative = read(state, HEAD.hasNegatives) === 0
  return {
    lower: isNeverNegative ? Math.max(0, lower) : lower,
    upper: expected + WIDTH * read(state, HEAD.above),
  }
}

export function learnBand(state: Float64Array, off: number, stepMs: number, ageMs: number): void {
  const weight = share(stepMs, Math.min(MEMORY_HOURS, Math.max(ageMs / HOUR_MS, 0.1)))
  const isSettled = ageMs >= SETTLE_MS
  learnSide(state, HEAD.above, Math.max(0, off), weight, isSettled)
  learnSide(state, HEAD.below, Math.max(0, -off), weight, isSettled)
}

function learnSide(
  state: Float64Array,
  place: number,
  far: number,
  weight: number,
  isSettled: boolean,
): void {
  const usual = read(state, place)
  const held = isSettled ? Math.min(far, OUTLIER * (usual || far) + LEAK * far) : far
  state[place] = usual + weight * (held - usual)
}
