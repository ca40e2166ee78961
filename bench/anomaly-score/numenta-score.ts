import type { WindowedSeries } from './labelled-series.ts'

const FALSE_WEIGHT = 0.11

/** 1 long before, 0 at 0, -1 long after. */
const sigmoid = (position: number) => (position > 3 ? -1 : 2 / (1 + Math.exp(5 * position)) - 1)

export type WindowScore = { raw: number; windows: number; found: number; falseAlarms: number }

/**
 * Score of one series in the standard profile of the Numenta Anomaly Benchmark: the rows of `detections` against the
 * windows. The earliest detection in a window counts; the first 15 % of the rows, at most 750, do not.
 */
export function windowScore({ values, windows }: WindowedSeries, detections: readonly number[]): WindowScore {
  const from = Math.floor(Math.min(0.15 * values.length, 750))
  const earned = new Map<number, number>()
  let lost = 0
  let falseAlarms = 0
  for (const row of detections) {
    if (row < from) continue
    const at = windows.findIndex(([first, last]) => row >= first && row <= last)
    const window = windows[at]
    if (window) {
      const [first, last] = window
      const worth = sigmoid(-(last - row + 1) / (last - first + 1)) / sigmoid(-1)
      earned.set(at, Math.max(worth, earned.get(at) ?? Number.NEGATIVE_INFINITY))
    } else {
      const before = windows.findLast(([, last]) => last < row)
      lost -= FALSE_WEIGHT * (before ? sigmoid((row - before[1]) / (before[1] - before[0])) : -1)
      falseAlarms += 1
    }
  }
  const gained = [...earned.values()].reduce((sum, one) => sum + one, 0)
  return {
    raw: gained - (windows.length - earned.size) - lost,
    windows: windows.length,
    found: earned.size,
    falseAlarms,
  }
}

/** 0 for who stays silent, 100 for who finds all at once and nothing else. */
export function numentaScore(scores: readonly WindowScore[]): number {
  const raw = scores.reduce((sum, one) => sum + one.raw, 0)
  const windows = scores.reduce((sum, one) => sum + one.windows, 0)
  return (100 * (raw + windows)) / (2 * windows)
}
