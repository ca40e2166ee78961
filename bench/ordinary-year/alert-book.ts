import type { Severity } from '#server/domain/severity.ts'
import { HOUR_MS } from '#server/domain/time.ts'

/** A rule holds true for something at a moment. */
export type Seen = {
  atMs: number
  ruleId: string
  severity: Severity
  /** null: the account as a whole. */
  functions: readonly string[] | null
  clearAfterMs: number
  key: string
  why: string
}

export type SimAlert = Omit<Seen, 'atMs'> & { openedMs: number; lastSeenMs: number }

/** Opens and keeps alerts as the product does: one a key, the same one when it comes back within an hour. */
export class AlertBook {
  readonly alerts: SimAlert[] = []
  readonly #newest = new Map<string, SimAlert>()

  see({ atMs, ...seen }: Seen): void {
    const before = this.#newest.get(seen.key)
    if (before && atMs - before.lastSeenMs <= before.clearAfterMs + HOUR_MS) {
      before.lastSeenMs = atMs
      return
    }
    const alert = { ...seen, openedMs: atMs, lastSeenMs: atMs }
    this.alerts.push(alert)
    this.#newest.set(seen.key, alert)
  }

  /** Alerts about a function that were seen since. */
  about(functionName: string, sinceMs: number): SimAlert[] {
    return [...this.#newest.values()].filter(
      (one) => one.lastSeenMs >= sinceMs && one.functions?.includes(functionName),
    )
  }
}
