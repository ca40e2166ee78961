import { type Field, isUnseen } from '#server/domain/field.ts'

const PROBES = 5

/**
 * Keeps a sweep from asking again for every function what could not be seen last time: of each field a few are asked
 * for, and the rest follow only when one of those was answered.
 */
export class UnseenProbes {
  readonly #left = new Map<string, number>()

  /** Whether a field that was not seen last time should be asked for again. */
  mayAsk(name: string): boolean {
    const left = this.#left.get(name) ?? PROBES
    this.#left.set(name, left - 1)
    return left > 0
  }

  /** Notes how asking for a field went that was unseen before. */
  note(name: string, before: Field<unknown> | undefined, now: Field<unknown>): void {
    if (before && isUnseen(before) && !isUnseen(now)) this.#left.set(name, Number.POSITIVE_INFINITY)
  }
}
