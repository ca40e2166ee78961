import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'
import { type Band, bandOf, learnBand, learnReach, rescaleBand, scatterAt } from './band.ts'
import { Feature } from './feature.ts'
import {
  beginForecast,
  errorOf,
  expectedAt,
  learnForecast,
  levelOf,
  RHYTHMS,
  type Rhythm,
  rhythmOf,
} from './forecast.ts'
import {
  BLOCK_MS,
  BLOCKS,
  FEATURE_LENGTH,
  FEATURES,
  FEATURES_AT,
  HEAD,
  PENDING_MS,
  read,
  STATE_LENGTH,
} from './layout.ts'
import { ANOMALY_THRESHOLD, type AnomalyKind, type Scored } from './scored.ts'

export { explain } from './explain.ts'
export { ANOMALY_THRESHOLD, type AnomalyKind, type Scored } from './scored.ts'

const VERSION = 8
const WARM_MS = DAY_MS
const WARM_POINTS = 24
/** An incident is told of once in that time. */
const QUIET_MS = 6 * HOUR_MS
/** Just under the threshold: out of the usual, and told of already. */
const TOLD_SCORE = 0.49
const USUAL_SCORE = 0.3
const LATEST_MS = 8.64e15
const LARGEST = 1e150
/** Least distance that can mean anything: a share of the level, and for whole numbers what chance does to counts. */
const LEAST_SHARE = 0.001
const COUNT_DEVIATIONS = 3
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

/**
 * What is usual in one series, and how unusual its next point is. Points come in the order of their times; memory is
 * bounded whatever the series' length, and counted in time, not in points.
 */
export class SeriesModel {
  readonly #state: Float64Array
  readonly #features: readonly Feature[]

  constructor(state?: Float64Array) {
    this.#state = state ?? new Float64Array(STATE_LENGTH)
    this.#features = FEATURES.map(
      (one, index) => new Feature(this.#state, FEATURES_AT + index * FEATURE_LENGTH, one),
    )
    if (state) for (const feature of this.#features) feature.refresh(read(state, HEAD.block))
    else this.#begin()
  }

  /** Goes on from what `save` gave; a state of another version starts anew. */
  static restore(saved: Uint8Array): SeriesModel {
    if (saved.byteLength !== STATE_LENGTH * 8) return new SeriesModel()
    const state = new Float64Array(Uint8Array.from(saved).buffer)
    return state[HEAD.version] === VERSION ? new SeriesModel(state) : new SeriesModel()
  }

  /** At most 4,096 bytes. */
  save(): Uint8Array {
    return Uint8Array.from(new Uint8Array(this.#state.buffer))
  }

  #begin(): void {
    this.#state.fill(0)
    this.#state[HEAD.version] = VERSION
    for (const feature of this.#features) feature.begin()
  }

  /** Scores a point and learns of it; null, with nothing changed, where it is not finite or not newer than the newest. */
  score(atMs: number, value: number): Scored | null {
    if (!Number.isFinite(value) || !(Math.abs(atMs) <= LATEST_MS)) return null
    const state = this.#state
    if (read(state, HEAD.count) > 0 && atMs <= read(state, HEAD.newestMs)) return null
    // What is older than the memory is not known any more.
    if (read(state, HEAD.count) > 0 && atMs - read(state, HEAD.newestMs) >= BLOCKS * BLOCK_MS) this.#begin()
    const held = Math.max(-LARGEST, Math.min(LARGEST, value))
    const isFirst = read(state, HEAD.count) === 0
    if (isFirst) this.#take(atMs, held)
    const stepMs = isFirst ? 0 : atMs - read(state, HEAD.newestMs)
    const ageMs = atMs - read(state, HEAD.firstMs)
    this.#roll(atMs)
    if (!Number.isInteger(held)) state[HEAD.hasFractions] = 1
    if (held < 0) state[HEAD.hasNegatives] = 1

    const rhythm = this.#rhythm(ageMs)
    const forecast = expectedAt(state, rhythm, atMs, stepMs)
    const expected = read(state, HEAD.hasNegatives) === 0 ? Math.max(0, forecast) : forecast
    const scatter = scatterAt(state, atMs)
    const out = this.#furthest(held, expected, scatter, stepMs, ageMs)
    const isWarm = ageMs >= WARM_MS && read(state, HEAD.count) >= WARM_POINTS
    const isOut = isWarm && out.beyond >= 1
    const isAnomaly = isOut && atMs - read(state, HEAD.toldMs) >= QUIET_MS
    const band = bandOf(state, expected, scatter)
    const unseenMs = isAnomaly ? out.unseenMs(atMs, ageMs) : null
    const scored: Scored = {
      score: this.#scoreOf(out.beyond, held, isWarm, isAnomaly, band),
      isAnomaly,
      kind: isAnomaly ? kindOf(out, held, expected) : null,
      expected: isFirst ? null : expected,
      lower: isFirst ? null : band.lower,
      upper: isFirst ? null : band.upper,
      isWarm,
      times: isFirst ? null : timesOf(held, expected),
      usualAt: usualAt(rhythm, atMs),
      firstInDays: unseenMs === null ? null : unseenMs / DAY_MS,
    }

    if (isAnomaly) state[HEAD.toldMs] = atMs
    for (const feature of this.#features) feature.learn(stepMs, ageMs, isOut)
    if (!isOut && atMs - read(state, HEAD.toldMs) >= QUIET_MS) learnReach(state, held, band)
    learnBand(state, atMs, held - expected, stepMs, ageMs)
    learnForecast(state, atMs, held, stepMs, ageMs)
    state[HEAD.count] = read(state, HEAD.count) + 1
    state[HEAD.newestMs] = atMs
    state[HEAD.newest] = held
    return scored
  }

  #take(atMs: number, value: number): void {
    const state = this.#state
    state[HEAD.firstMs] = atMs
    state[HEAD.newestMs] = atMs
    state[HEAD.newest] = value
    state[HEAD.toldMs] = Number.NEGATIVE_INFINITY
    state[HEAD.block] = Math.floor(atMs / BLOCK_MS)
    state[HEAD.pending] = Math.floor(atMs / PENDING_MS)
    beginForecast(state, value)
  }

  #roll(atMs: number): void {
    const state = this.#state
    const pending = Math.floor(atMs / PENDING_MS)
    if (pending === read(state, HEAD.pending)) return
    const block = Math.floor(atMs / BLOCK_MS)
    const toldMsAgo = atMs - read(state, HEAD.toldMs)
    for (const feature of this.#features) feature.roll(read(state, HEAD.block), block, toldMsAgo)
    state[HEAD.pending] = pending
    state[HEAD.block] = block
  }

  #rhythm(ageMs: number): Rhythm {
    const state = this.#state
    const rhythm = rhythmOf(state, ageMs)
    const before = RHYTHMS[read(state, HEAD.rhythm)] ?? 'none'
    if (rhythm === before) return rhythm
    rescaleBand(state, errorOf(state, rhythm) / errorOf(state, before))
    state[HEAD.rhythm] = RHYTHMS.indexOf(rhythm)
    return rhythm
  }

  /** Measures all features, and gives the one that is furthest beyond what was seen of it. */
  #furthest(value: number, expected: number, scatter: number, stepMs: number, ageMs: number): Feature {
    const state = this.#state
    const step = value - read(state, HEAD.newest)
    const least = LEAST_SHARE * Math.abs(levelOf(state))
    const isCount = read(state, HEAD.hasFractions) === 0
    const chance = isCount
      ? COUNT_DEVIATIONS * Math.sqrt(Math.max(Math.abs(value), Math.abs(expected)) + 1)
      : 0
    let furthest = this.#features[0] as Feature
    for (const feature of this.#features) {
      const { kind, hours } = feature
      // Chance evens out among the points of an average.
      const floor = Math.max(
        least,
        chance * (hours > 0 ? Math.min(1, Math.sqrt(stepMs / (hours * HOUR_MS))) : 1),
      )
      if (kind === 'value') feature.measure(value, stepMs, ageMs, floor)
      else if (kind === 'step') feature.measure(step, stepMs, ageMs, floor)
      else if (kind === 'roughness') feature.measure(Math.abs(step), stepMs, ageMs, floor)
      else if (scatter > 0) feature.measure((value - expected) / scatter, stepMs, ageMs, floor / scatter)
      else feature.measure(0, stepMs, ageMs, floor)
      if (feature.beyond > furthest.beyond) furthest = feature
    }
    return furthest
  }

  #scoreOf(beyond: number, value: number, isWarm: boolean, isAnomaly: boolean, band: Band): number {
    if (!isWarm) return 0
    if (isAnomaly) return Math.min(1, Math.max(ANOMALY_THRESHOLD, beyond / (1 + beyond)))
    const half = (band.upper - band.lower) / 2
    const out = half > 0 ? Math.min(1, Math.abs(value - (band.lower + half)) / half) : 0
    return Math.max(USUAL_SCORE * out, Math.min(TOLD_SCORE, TOLD_SCORE * beyond))
  }
}

function kindOf({ kind, hours }: Feature, value: number, expected: number): AnomalyKind {
  if (value === 0 && expected > 0) return 'silence'
  if (kind === 'roughness' || hours >= 2) return 'shift'
  return value >= expected ? 'spike' : 'drop'
}

function timesOf(value: number, expected: number): number | null {
  const times = value / expected
  return expected > 0 && Number.isFinite(times) ? times : null
}

function usualAt(rhythm: Rhythm, atMs: number): string | null {
  if (rhythm === 'none') return null
  const date = new Date(atMs)
  const hour = `${String(date.getUTCHours()).padStart(2, '0')}:00`
  return rhythm === 'day' ? hour : `${DAYS[date.getUTCDay()]} ${hour}`
}
