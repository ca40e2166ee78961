const DEEPEST = 6

/** The shortest way of calls from something back to itself, without it; undefined: there is none of at most six calls. */
export function circleOf(start: string, calls: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  let ways: string[][] = [[]]
  const seen = new Set([start])
  for (let depth = 0; depth < DEEPEST && ways.length > 0; depth++) {
    const next: string[][] = []
    for (const way of ways) {
      for (const to of calls.get(way.at(-1) ?? start) ?? []) {
        if (to === start) return way
        if (seen.has(to)) continue
        seen.add(to)
        next.push([...way, to])
      }
    }
    ways = next
  }
  return undefined
}
