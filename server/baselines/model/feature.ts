import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'
import { BLOCK_MS, BLOCKS, FEATURE, type FeatureKind, read } from './layout.ts'
import { share } from './share.ts'

const HIGHEST = Number.POSITIVE_INFINITY
const LOWEST = Number.NEGATIVE_INFINITY
/** How far beyond the extremes, as a share of their span, counts as beyond them; after a day twice as far. */
const MARGIN = 0.1
/** Of the blocks of two days, those of eight days at least: what comes every week is among them. */
const RECENT_BLOCKS = 5
/** What is this many scales from its centre may have been seen before, if only it was not lately. */
const FAR_SCALES = 6
/** So long after it was told of, something as far out is the same. */
const TOLD_MS = 2 * DAY_MS
const CENTRE_HOURS = 48
const SETTLE_MS = 6 * HOUR_MS
const OUTLIER = 3
const LEAK = 0.02

const placeOf = (block: number) => FEATURE.blocks + 2 * (((block % BLOCKS) + BLOCKS) % BLOCKS)

/** One measure of a series: its extremes of four weeks, and how far beyond them its newest value is. */
export class Feature {
  readonly kind: FeatureKind
  readonly hours: number
  /** The newest value, and how far out it is: from 1 on it is beyond what was seen. */
  now = 0
  beyond = 0
  isUp = true
  readonly #state: Float64Array
  readonly #at: number
  readonly #isTwoSided: boolean
  /** Out of the blocks, so that they are not looked through for every point. */
  #high = LOWEST
  #low = HIGHEST
  #recentHigh = LOWEST
  #recentLow = HIGHEST

  constructor(state: Float64Array, at: number, { kind, hours }: { kind: FeatureKind; hours: number }) {
    this.#state = state
    this.#at = at
    this.kind = kind
    this.hours = hours
    this.#isTwoSided = kind !== 'roughness'
  }

  begin(): void {
    this.#state.fill(0, this.#at, this.#at + FEATURE.told)
    for (let place = FEATURE.told; place < FEATURE.blocks + 2 * BLOCKS; place += 2) this.#clear(place)
  }

  #clear(place: number): void {
    this.#state[this.#at + place] = LOWEST
    this.#state[this.#at + place + 1] = HIGHEST
  }

  #widen(place: number, high: number, low: number): void {
    const at = this.#at + place
    if (high > read(this.#state, at)) this.#state[at] = high
    if (low < read(this.#state, at + 1)) this.#state[at + 1] = low
  }

  /** Reads the blocks: after a restore, and where time has moved on to another one. */
  refresh(block: number): void {
    let high = LOWEST
    let low = HIGHEST
    for (let age = 0; age < BLOCKS; age += 1) {
      const place = this.#at + placeOf(block - age)
      high = Math.max(high, read(this.#state, place))
      low = Math.min(low, read(this.#state, place + 1))
      if (age !== RECENT_BLOCKS - 1) continue
      this.#recentHigh = high
      this.#recentLow = low
    }
    this.#high = high
    this.#low = low
    const told = this.#at + FEATURE.told
    this.#countTold(read(this.#state, told), read(this.#state, told + 1))
  }

  #countTold(high: number, low: number): void {
    this.#high = Math.max(this.#high, high)
    this.#low = Math.min(this.#low, low)
    this.#recentHigh = Math.max(this.#recentHigh, high)
    this.#recentLow = Math.min(this.#recentLow, low)
  }

  /** What waited counts from now on; what is too old is forgotten. `toldMsAgo`: when an anomaly was last told of. */
  roll(before: number, block: number, toldMsAgo: number): void {
    const next = this.#at + FEATURE.next
    this.#widen(placeOf(before), read(this.#state, next), read(this.#state, next + 1))
    for (let one = before + 1; one <= block && one <= before + BLOCKS; one += 1) this.#clear(placeOf(one))
    this.#clear(FEATURE.next)
    if (toldMsAgo > TOLD_MS) this.#clear(FEATURE.told)
    if (toldMsAgo > BLOCKS * BLOCK_MS) this.#clear(FEATURE.once)
    this.refresh(block)
  }

  /** Takes in what was measured. `floor` is the least distance that can mean anything. */
  measure(value: number, stepMs: number, ageMs: number, floor: number): void {
    const state = this.#state
    const mean = read(state, this.#at + FEATURE.mean)
    const now = ageMs === 0 ? value : mean + share(stepMs, this.hours) * (value - mean)
    if (ageMs === 0) state[this.#at + FEATURE.centre] = now
    state[this.#at + FEATURE.mean] = now
    this.now = now
    this.isUp = now - this.#high >= this.#low - now
    const margin = MARGIN * (1 + DAY_MS / Math.max(ageMs, 1))
    this.beyond = this.#beyond(this.#high, this.#low, margin, floor)
    if (!this.#isTwoSided) return
    const centre = read(state, this.#at + FEATURE.centre)
    const far = Math.abs(now - centre) / (FAR_SCALES * read(state, this.#at + FEATURE.scale))
    if (far > this.beyond) {
      this.beyond = Math.max(
        this.beyond,
        Math.min(far, this.#beyond(this.#recentHigh, this.#recentLow, margin, floor)),
      )
    }
  }

  #beyond(high: number, low: number, margin: number, floor: number): number {
    if (!(high >= low)) return 0
    const out = this.#isTwoSided ? Math.max(this.now - high, low - this.now) : this.now - high
    return out > 0 ? out / Math.max(floor, margin * (high - low), Number.MIN_VALUE) : 0
  }

  /**
   * Keeps the newest value among the extremes: in a while, but where it was told of, at once and for two days. To be
   * usual after that, it has to come a second time.
   */
  learn(stepMs: number, ageMs: number, isTold: boolean): void {
    const state = this.#state
    const { now } = this
    this.#widen(isTold && this.beyond >= 1 && this.#isNew(now) ? FEATURE.once : FEATURE.next, now, now)
    if (isTold) {
      this.#widen(FEATURE.told, now, now)
      this.#countTold(now, now)
    }
    const centre = read(state, this.#at + FEATURE.centre)
    const scale = read(state, this.#at + FEATURE.scale)
    const far = Math.abs(now - centre)
    const held = ageMs < SETTLE_MS ? far : Math.min(far, OUTLIER * scale + LEAK * far)
    const weight = share(stepMs, Math.min(CENTRE_HOURS, Math.max(ageMs / HOUR_MS, 0.1)))
    state[this.#at + FEATURE.centre] = centre + weight * (now < centre ? -held : held)
    state[this.#at + FEATURE.scale] = scale + weight * (held - scale)
  }

  /** Whether nothing nearly as far out on this side was told of before. */
  #isNew(now: number): boolean {
    const once = read(this.#state, this.#at + FEATURE.once + (this.isUp ? 0 : 1))
    if (!Number.isFinite(once)) return true
    const centre = read(this.#state, this.#at + FEATURE.centre)
    return Math.abs(now - centre) > (1 + MARGIN) * Math.abs(once - centre)
  }

  /** For how long there was nothing as far out on this side, of the time that is remembered; null where there was. */
  unseenMs(atMs: number, ageMs: number): number | null {
    if (!this.#isNew(this.now)) return null
    const block = Math.floor(atMs / BLOCK_MS)
    for (let age = 0; age < BLOCKS; age += 1) {
      const place = this.#at + placeOf(block - age)
      const isThere = this.isUp
        ? read(this.#state, place) >= this.now
        : read(this.#state, place + 1) <= this.now
      if (isThere) return age === 0 ? null : atMs - (block - age + 1) * BLOCK_MS
    }
    return Math.min(ageMs, BLOCKS * BLOCK_MS)
  }
}
