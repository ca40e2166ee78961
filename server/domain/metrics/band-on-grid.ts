import { HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import type { ChartGrid } from './merge-points.ts'
import type { Stat } from './metric.ts'

/** What is usual in the hour that begins then, for one period of a model. */
export type HourBand = readonly [atMs: number, lower: number, upper: number]
export type BandPoint = [atMs: number, lower: number, upper: number]

/** Models look at points of five minutes. */
const MODEL_PERIOD_S = 300

const isAdded = (stat: Stat) => stat === 'Sum' || stat === 'SampleCount'

/**
 * A band by hours on the grid of a chart. For a sum it is the usual pace: as many model periods as a cell has; for
 * anything else the least and the greatest of the cell's hours. Cells of which no hour is known are left out.
 */
export function bandOnGrid(stat: Stat, hours: readonly HourBand[], grid: ChartGrid): BandPoint[] {
  const stepMs = grid.periodSeconds * 1000
  const byHour = new Map(hours.map((hour) => [hour[0], hour]))
  const times = isAdded(stat) ? grid.periodSeconds / MODEL_PERIOD_S : 1
  const band: BandPoint[] = []
  for (let atMs = Math.ceil(grid.fromMs / stepMs) * stepMs; atMs < grid.toMs; atMs += stepMs) {
    const own: HourBand[] = []
    const firstMs = Math.floor(atMs / HOUR_MS) * HOUR_MS
    for (let hourMs = firstMs; hourMs < atMs + Math.max(stepMs, MINUTE_MS); hourMs += HOUR_MS) {
      const hour = byHour.get(hourMs)
      if (hour) own.push(hour)
    }
    if (own.length === 0) continue
    const [lowers, uppers] = [own.map(([, lower]) => lower), own.map(([, , upper]) => upper)]
    const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length
    const [lower, upper] = isAdded(stat)
      ? [mean(lowers) * times, mean(uppers) * times]
      : [Math.min(...lowers), Math.max(...uppers)]
    band.push([atMs, lower, upper])
  }
  return band
}
