import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'
import { ANOMALY_THRESHOLD, type AnomalyKind, type Scored } from './scored.ts'

export { explain } from './explain.ts'
export { ANOMALY_THRESHOLD, type AnomalyKind, type Scored } from './scored.ts'

const VERSION = 1
const HOURS = 24
const MEMORY_HOURS = 14 * 24
const WARM_HOURS = 24
const FAR = 8
/** Places in the state. */
const AT = {
  version: 0,
  firstMs: 1,
  newestMs: 2,
  level: 3,
  scale: 4,
  quietSinceMs: 5,
  day: 6,
  seen: 30,
  length: 54,
}

/** What is usual in one series, and how unusual its next point is. Its memory is bounded whatever the series' length. */
export class SeriesModel {
  readonly #state: Float64Array

  constructor(state = new Float64Array(AT.length)) {
    this.#state = state
    state[AT.version] = VERSION
  }

  /** Goes on from what `save` gave; a state of another version starts anew. */
  static restore(state: Uint8Array): SeriesModel {
    if (state.byteLength !== AT.length * 8) return new SeriesModel()
    const copy = new Float64Array(Uint8Array.from(state).buffer)
    return copy[0] === VERSION ? new SeriesModel(copy) : new SeriesModel()
  }

  /** At most 4,096 bytes. */
  save(): Uint8Array {
    return Uint8Array.from(new Uint8Array(this.#state.buffer))
  }

  /** Scores a point and learns of it; null, with nothing changed, where it is not finite or not newer than the newest. */
  score(atMs: number, value: number): Scored | null {
    const state = this.#state
    if (!Number.isFinite(value) || !Number.isFinite(atMs)) return null
    const newestMs = state[AT.newestMs] ?? 0
    const isFirst = (state[AT.firstMs] ?? 0) === 0
    if (!isFirst && atMs <= newestMs) return null
    if (isFirst) {
      state[AT.firstMs] = atMs
      state[AT.level] = value
    }
    const ageHours = (atMs - (state[AT.firstMs] ?? atMs)) / HOUR_MS
    const hour = Math.floor((((atMs % DAY_MS) + DAY_MS) % DAY_MS) / HOUR_MS) % HOURS
    const level = state[AT.level] ?? value
    const scale = Math.max(state[AT.scale] ?? 0, Math.abs(level) * 0.05, Number.MIN_VALUE)
    const isSeasonal = ageHours >= 2 * 24 && (state[AT.seen + hour] ?? 0) >= 2
    const expected = level + (isSeasonal ? (state[AT.day + hour] ?? 0) : 0)
    const off = value - expected
    const isWarm = ageHours >= WARM_HOURS
    const far = Math.min(1e6, Math.abs(off) / scale)
    const score = isWarm ? far / (far + FAR) : 0
    const isAnomaly = score >= ANOMALY_THRESHOLD
    const spread = FAR * scale
    const gapHours = isFirst ? 1 : Math.min(24, (atMs - newestMs) / HOUR_MS)
    const weight = Math.min(1, gapHours / Math.min(MEMORY_HOURS, Math.max(ageHours, 1e-9)))
    const held = Math.max(-3 * scale, Math.min(3 * scale, off))
    state[AT.level] = level + weight * (isWarm ? held : off)
    state[AT.scale] =
      (state[AT.scale] ?? 0) +
      weight * (Math.min(Math.abs(off), isWarm ? 3 * scale : Math.abs(off)) - (state[AT.scale] ?? 0))
    state[AT.seen + hour] = (state[AT.seen + hour] ?? 0) + gapHours
    state[AT.day + hour] = (state[AT.day + hour] ?? 0) + Math.min(1, gapHours / 7) * held
    if (isAnomaly) state[AT.quietSinceMs] = atMs
    state[AT.newestMs] = atMs
    return {
      score,
      isAnomaly,
      kind: isAnomaly ? kindOf(value, off) : null,
      expected,
      lower: expected - spread,
      upper: expected + spread,
      isWarm,
      times: expected > 0 ? value / expected : null,
      usualAt: null,
      firstInDays: isAnomaly ? ageHours / 24 : null,
    }
  }
}

function kindOf(value: number, off: number): AnomalyKind {
  if (value === 0 && off < 0) return 'silence'
  return off < 0 ? 'drop' : 'spike'
}
