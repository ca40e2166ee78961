import { explain, type Scored, SeriesModel } from '#server/baselines/model/series-model.ts'
import { HOUR_MS } from '#server/domain/time.ts'
import { type AnomalyRun, ended, extend, goesOn, isOver, isUnusual, isUp } from './anomaly-run.ts'
import { listen, NO_SILENCE, type Silence } from './silence.ts'

/** What was usual just before an anomaly, and until when a return to it is one. */
export type Before = { lower: number; upper: number; untilMs: number }

/** What is kept beside the model's own state. */
export type TrackerMemory = { open: AnomalyRun | null; before: Before | null; silence: Silence | null }

/** A model learns of an anomaly too: so long after it the end of it may look unusual. */
const RETURN_WITHIN_MS = 6 * HOUR_MS

export type TrackerOptions = {
  unit: string
  /** Whether pauses are of interest: of invocations they are. */
  listens: boolean
}

/** One series: its model, the anomaly that goes on, and how long nothing came. Deterministic in the points given. */
export class SeriesTracker {
  readonly #model: SeriesModel
  readonly #unit: string
  #open: AnomalyRun | null
  #before: Before | null
  #silence: Silence | null
  /** Anomalies that ended since they were taken last. */
  #finished: AnomalyRun[] = []

  constructor(options: TrackerOptions, model = new SeriesModel(), memory?: TrackerMemory) {
    this.#model = model
    this.#unit = options.unit
    this.#open = memory?.open ?? null
    this.#before = memory?.before ?? null
    this.#silence = options.listens ? (memory?.silence ?? NO_SILENCE) : null
  }

  get open(): AnomalyRun | null {
    return this.#open
  }

  get silence(): Silence | null {
    return this.#silence
  }

  /** The model's state: at most 4,096 bytes. */
  saveModel(): Uint8Array {
    return this.#model.save()
  }

  saveMemory(): TrackerMemory {
    return { open: this.#open, before: this.#before, silence: this.#silence }
  }

  takeFinished(): AnomalyRun[] {
    return this.#finished.splice(0)
  }

  /**
   * Takes the next point. `isYoung`: more of it may still arrive, so that nothing is concluded from how little it is.
   * null, with nothing changed, where the point is not finite or not newer than the newest.
   */
  push(atMs: number, value: number, isYoung = false): Scored | null {
    const scored = this.#model.score(atMs, value)
    if (!scored) return null
    const isLow = value < (scored.expected ?? 0)
    if (isYoung && (isLow || value === 0)) return scored
    const isNew = isUnusual(scored) && !this.#isBack(atMs, value)
    if (this.#silence) this.#silence = listen(this.#silence, atMs, value, scored.expected)
    const isPart = isNew || (this.#open !== null && goesOn(this.#open, value, scored))
    if (this.#open && (isOver(this.#open, atMs, isPart) || (isNew && isUp(this.#open) === isLow))) {
      this.#finished.push(ended(this.#open))
      this.#open = null
    }
    if (isNew || (isPart && this.#open)) this.#extend(atMs, value, scored)
    return scored
  }

  #extend(atMs: number, value: number, scored: Scored): void {
    const { lower, upper } = scored
    const isOld = this.#before === null || atMs > this.#before.untilMs
    if (this.#open === null && isOld && lower !== null && upper !== null)
      this.#before = { lower: lower - (upper - lower) / 2, upper: upper + (upper - lower) / 2, untilMs: 0 }
    if (this.#before) this.#before = { ...this.#before, untilMs: atMs + RETURN_WITHIN_MS }
    this.#open = extend(this.#open, atMs, value, scored, () => explain(scored, { unit: this.#unit }))
  }

  /** Whether a point is as it was before the anomaly that ended lately. */
  #isBack(atMs: number, value: number): boolean {
    const before = this.#before
    return before !== null && atMs <= before.untilMs && value >= before.lower && value <= before.upper
  }
}
