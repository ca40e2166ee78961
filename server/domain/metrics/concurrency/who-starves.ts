import type { Points } from '#server/domain/metrics/metric-window.ts'

export type ConcurrencyUser = {
  name: string
  /** null where none is reserved. */
  reserved: number | null
  /** Highest concurrency by period. */
  concurrency: Points
  throttles: Points
}

export type Starved = {
  name: string
  throttles: number
  /** Of these in periods when what it may use was all in use. */
  inNeed: number
  /** Who used most of the shared pool in those periods; its own use left out. */
  by: { name: string; concurrency: number; share: number }[]
}

export type Limits = { limit: number | null; pool: number | null }

const NEAR = 0.95
const SHOWN = 5
const MIN_SHARE = 0.05

/** The highest of each period. */
function peaksBy(points: Points, periodMs: number): Map<number, number> {
  const peaks = new Map<number, number>()
  for (const [at, value] of points) {
    const cell = Math.floor(at / periodMs) * periodMs
    peaks.set(cell, Math.max(peaks.get(cell) ?? 0, value))
  }
  return peaks
}

/**
 * Which functions without reserved concurrency were throttled while what they share was in use, and who used it. `unreserved` is
 * what the account's functions without reserved concurrency used together.
 */
export function whoStarves(
  users: readonly ConcurrencyUser[],
  unreserved: Points,
  { limit, pool }: Limits,
  periodMs: number,
): Starved[] {
  const shared = pool ?? limit
  const inUse = peaksBy(unreserved, periodMs)
  const isFull = (cell: number) => shared !== null && shared > 0 && (inUse.get(cell) ?? 0) >= shared * NEAR
  const cellOf = (at: number) => Math.floor(at / periodMs) * periodMs
  const free = users
    .filter(({ reserved }) => reserved === null)
    .map((user) => ({ ...user, peaks: peaksBy(user.concurrency, periodMs) }))
  const starved = free.flatMap(({ name, throttles }): Starved[] => {
    const positive = throttles.filter(([, value]) => value > 0)
    const inNeed = positive.filter(([at]) => isFull(cellOf(at)))
    if (inNeed.length === 0) return []
    const cells = new Set(inNeed.map(([at]) => cellOf(at)))
    const total = [...cells].reduce((sum, cell) => sum + (inUse.get(cell) ?? 0), 0)
    const by = free
      .filter((other) => other.name !== name)
      .map((other) => {
        const used = [...cells].reduce((sum, cell) => sum + (other.peaks.get(cell) ?? 0), 0)
        return {
          name: other.name,
          concurrency: used / cells.size,
          share: Math.min(1, used / Math.max(1, total)),
        }
      })
      .filter(({ share }) => share >= MIN_SHARE)
      .sort((a, b) => b.share - a.share)
      .slice(0, SHOWN)
    const sum = (points: Points) => points.reduce((all, [, value]) => all + value, 0)
    return [{ name, throttles: sum(positive), inNeed: sum(inNeed), by }]
  })
  return starved.sort((a, b) => b.inNeed - a.inNeed)
}
