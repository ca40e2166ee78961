import type { RateLimiter } from '#server/aws/rate-limit.ts'

type Limiter = Pick<RateLimiter, 'take'>

/** Counts calls by operation, retries included, on their way through a rate limiter, or past it where there is none. */
export class CallTally implements Limiter {
  readonly #limiter: Limiter | undefined
  readonly #counts = new Map<string, number>()

  constructor(limiter: Limiter | undefined) {
    this.#limiter = limiter
  }

  async take(...args: Parameters<Limiter['take']>): Promise<void> {
    const [accountId, region, operation, signal] = args
    const name = `${operation.service}:${operation.name}`
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1)
    if (this.#limiter) await this.#limiter.take(accountId, region, operation, signal)
    else signal.throwIfAborted()
  }

  get total(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0)
  }

  /** The most frequent first. */
  get byOperation(): [operation: string, calls: number][] {
    return [...this.#counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
  }
}
