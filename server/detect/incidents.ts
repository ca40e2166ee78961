import type { Hit } from '#server/detections/engine/hit.ts'
import { mergeHits } from '#server/detections/engine/merge-hits.ts'
import { HOUR_MS } from '#server/domain/time.ts'

/** Longer than what any detection looks at together, so that what is handed on is seldom told twice. */
const CLOSED_AFTER_MS = 26 * HOUR_MS
const FOLD_EACH = 5000
const MOST_OPEN = 20_000

/** Folds hits into incidents while records are still read, and hands them on when nothing will be added to them. */
export class Incidents {
  #open: Hit[] = []
  #fresh: Hit[] = []
  #foldedMs = Number.NEGATIVE_INFINITY

  /** Takes in hits of records up to `newestMs`; gives the incidents that are over by then, in the order of their times. */
  add(hits: readonly Hit[], newestMs: number): Hit[] {
    for (const hit of hits) this.#fresh.push(hit)
    if (this.#fresh.length < FOLD_EACH && newestMs < this.#foldedMs + HOUR_MS) return []
    this.#fold()
    this.#foldedMs = newestMs
    const isOver = ({ lastAt }: Hit) => lastAt.getTime() < newestMs - CLOSED_AFTER_MS
    const over = this.#open.filter(isOver)
    if (over.length > 0) this.#open = this.#open.filter((hit) => !isOver(hit))
    if (this.#open.length <= MOST_OPEN) return over
    return [...over, ...this.#open.splice(0, this.#open.length - MOST_OPEN / 2)]
  }

  rest(): Hit[] {
    this.#fold()
    return this.#open.splice(0)
  }

  #fold(): void {
    this.#open = mergeHits([...this.#open, ...this.#fresh])
    this.#fresh = []
  }
}
