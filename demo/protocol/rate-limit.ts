export type Bucket = { name: string; perSecond: number }

/** Token buckets that hold one second's worth; keyed by account, region and bucket name. */
export class RateLimiter {
  private readonly levels = new Map<string, { tokens: number; atMs: number }>()
  private readonly scale: number
  private readonly clock: () => number

  constructor(scale: number, clock: () => number) {
    this.scale = scale
    this.clock = clock
  }

  /** Takes one token; false when the caller is over the rate. A scale of 0 means no limit. */
  take(owner: string, bucket: Bucket): boolean {
    if (this.scale <= 0) return true
    const rate = bucket.perSecond * this.scale
    const key = `${owner}|${bucket.name}`
    const nowMs = this.clock()
    const level = this.levels.get(key) ?? { tokens: Math.max(1, rate), atMs: nowMs }
    const refill = (Math.max(0, nowMs - level.atMs) / 1000) * rate
    const tokens = Math.min(Math.max(1, rate), level.tokens + refill)
    this.levels.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, atMs: nowMs })
    return tokens >= 1
  }
}
