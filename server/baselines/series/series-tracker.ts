import { explain, type Scored, SeriesModel } from '#server/baselines/model/series-model.ts'
import { type AnomalyRun, ended, extend, isOver, isUp } from './anomaly-run.ts'
import { listen, NO_SILENCE, type Silence } from './silence.ts'

/** What is kept beside the model's own state. */
export type TrackerMemory = { open: AnomalyRun | null; silence: Silence | null }

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
  #silence: Silence | null
  /** Anomalies that ended since they were taken last. */
  #finished: AnomalyRun[] = []

  constructor(options: TrackerOptions, model = new SeriesModel(), memory?: TrackerMemory) {
    this.#model = model
    this.#unit = options.unit
    this.#open = memory?.open ?? null
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
    return { open: this.#open, silence: this.#silence }
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
    if (this.#silence)
      this.#silence = listen(this.#silence, atMs, value, scored.expected, scored.isAnomaly && isLow)
    if (this.#open && (isOver(this.#open, atMs) || (scored.isAnomaly && isUp(this.#open) === isLow))) {
      this.#finished.push(ended(this.#open))
      this.#open = null
    }
    if (scored.isAnomaly) {
      this.#open = extend(this.#open, atMs, value, scored, () => explain(scored, { unit: this.#unit }))
    }
    return scored
  }
}
