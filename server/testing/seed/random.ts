/** A repeatable source of chance (mulberry32): the same seed gives the same estate. */
export type Random = {
  next: () => number
  int: (below: number) => number
  pick: <T>(from: readonly T[]) => T
}

export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const int = (below: number) => Math.floor(next() * below)
  const pick = <T>(from: readonly T[]): T => {
    const value = from[int(from.length)]
    if (value === undefined) throw new Error('nothing to pick from')
    return value
  }
  return { next, int, pick }
}
