import type { ScoreReason } from './record-score.ts'

/** What opened and closed in a pass, by check: why a score moves. */
export class ScoreReasons {
  readonly #byCheck = new Map<string, ScoreReason>()

  add(counts: ReadonlyMap<string, number>, what: 'opened' | 'closed'): void {
    for (const [checkId, count] of counts) {
      const reason = this.#byCheck.get(checkId) ?? { checkId, opened: 0, closed: 0 }
      reason[what] += count
      this.#byCheck.set(checkId, reason)
    }
  }

  get list(): ScoreReason[] {
    return [...this.#byCheck.values()]
  }
}
