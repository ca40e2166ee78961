/** A record that made a step: its time in milliseconds and its id. */
export type Made = [atMs: number, id: string]

/** Everything that is in one chain, or several, with a record: from the first of the first step to the last of the last. */
export type ChainHull = { atMs: number; lastAtMs: number; ids: string[] }

/** The steps of one key, each in the order of time. */
export type Steps = readonly (readonly Made[])[]

/**
 * What forms chains with `made` at step `at`: one record of each step, none before the one of the step before it, and the
 * last at most `windowMs` after the first. Undefined where there is no chain.
 */
export function chainsThrough(steps: Steps, at: number, made: Made, windowMs: number): ChainHull | undefined {
  const last = steps.length - 1
  const latestStart = walkBack(steps, made, at, 0)
  const earliestEnd = walkOn(steps, made, at, last)
  if (!latestStart || !earliestEnd || earliestEnd[0] > latestStart[0] + windowMs) return undefined

  const hull: ChainHull = { atMs: latestStart[0], lastAtMs: earliestEnd[0], ids: [made[1]] }
  const take = ([ms, id]: Made) => {
    hull.atMs = Math.min(hull.atMs, ms)
    hull.lastAtMs = Math.max(hull.lastAtMs, ms)
    hull.ids.push(id)
  }
  for (let step = 0; step < at; step += 1)
    for (const one of steps[step] ?? []) {
      if (one[0] > made[0]) break
      const arrives = walkOn(steps, one, step, at - 1)
      const start = walkBack(steps, one, step, 0)
      const isBefore = arrives && arrives[0] <= made[0] && arrives[1] !== made[1]
      if (isBefore && start && earliestEnd[0] <= start[0] + windowMs) take(one)
    }
  for (let step = at + 1; step <= last; step += 1)
    for (const one of (steps[step] ?? []).toReversed()) {
      if (one[0] < made[0]) break
      const leaves = walkBack(steps, one, step, at + 1)
      const end = walkOn(steps, one, step, last)
      const isAfter = leaves && leaves[0] >= made[0] && leaves[1] !== made[1]
      if (isAfter && end && end[0] <= latestStart[0] + windowMs) take(one)
    }
  return hull
}

/** The earliest record of step `to` that can be reached from one of step `from`. */
function walkOn(steps: Steps, made: Made, from: number, to: number): Made | undefined {
  let here: Made | undefined = made
  for (let step = from + 1; step <= to && here; step += 1) here = firstAfter(steps[step] ?? [], here)
  return here
}

/** The latest record of step `to` from which one of step `from` can be reached. */
function walkBack(steps: Steps, made: Made, from: number, to: number): Made | undefined {
  let here: Made | undefined = made
  for (let step = from - 1; step >= to && here; step -= 1) here = lastBefore(steps[step] ?? [], here)
  return here
}

function firstAfter(sorted: readonly Made[], [ms, id]: Made): Made | undefined {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle]?.[0] ?? 0) < ms) low = middle + 1
    else high = middle
  }
  const found = sorted[low]
  return found?.[1] === id ? sorted[low + 1] : found
}

function lastBefore(sorted: readonly Made[], [ms, id]: Made): Made | undefined {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle]?.[0] ?? 0) <= ms) low = middle + 1
    else high = middle
  }
  const found = sorted[low - 1]
  return found?.[1] === id ? sorted[low - 2] : found
}
