import { HOUR_MS } from '#server/domain/time.ts'

/** What is watched for extremes; `hours` is how long it is averaged over. */
export type FeatureKind = 'value' | 'off' | 'step' | 'roughness'
export const FEATURES: readonly { kind: FeatureKind; hours: number }[] = [
  { kind: 'value', hours: 0 },
  { kind: 'value', hours: 1 / 3 },
  { kind: 'value', hours: 2 },
  { kind: 'off', hours: 1 / 3 },
  { kind: 'off', hours: 2 },
  { kind: 'step', hours: 0 },
  { kind: 'roughness', hours: 4 },
]

/** Extremes are kept in blocks of two days for four weeks; the newest count after two hours at the latest. */
export const BLOCK_MS = 48 * HOUR_MS
export const BLOCKS = 14
export const PENDING_MS = 2 * HOUR_MS

/** Places in the state of one series, in numbers of eight bytes. */
export const HEAD = {
  version: 0,
  count: 1,
  firstMs: 2,
  newestMs: 3,
  newest: 4,
  toldMs: 5,
  hasFractions: 6,
  hasNegatives: 7,
  above: 8,
  below: 9,
  block: 10,
  pending: 11,
  rhythm: 12,
  reachAbove: 13,
  reachBelow: 14,
} as const
export const FORECAST_AT = 15
export const DAY_SLOTS = 24
export const WEEK_SLOTS = 168
/** Level and error of each of the three forecasts, and the hours of the two with a season. */
export const FORECAST_LENGTH = 12 + DAY_SLOTS + WEEK_SLOTS
/** How far each hour of the day strays from what is expected. */
export const SCATTER_AT = FORECAST_AT + FORECAST_LENGTH
export const FEATURES_AT = SCATTER_AT + DAY_SLOTS
/** Average, centre, scale; extremes told of lately, those that wait, those told of once; then those of the blocks. */
export const FEATURE = { mean: 0, centre: 1, scale: 2, told: 3, next: 5, once: 7, blocks: 9 } as const
export const FEATURE_LENGTH = FEATURE.blocks + 2 * BLOCKS
export const STATE_LENGTH = FEATURES_AT + FEATURES.length * FEATURE_LENGTH

/** A number of the state; every place of it is filled. */
export const read = (state: Float64Array, place: number) => state[place] as number
