import { floorTo, HOUR_MS } from '#server/domain/time.ts'
import type { ChartGrid } from './merge-points.ts'
import type { Stat } from './metric.ts'

/** What is usual in the hour that begins then, for one period of a model. */
export type HourBand = readonly [atMs: number, lower: number, upper: number]
export type BandPoint = [atMs: number, lower: number, upper: number]

/** Models look at points of five minutes. */
const MODEL_PERIOD_S = 300

/** A band is an estimate: what is beyond four figures says nothing. */
const rounded = (value: number) => Number(value.toPrecision(4))

/**
 * A band by hours on the grid of a chart. For a sum it is the usual pace: as many model periods as a cell has; for
 * anything else the least and the greatest of the cell's hours. Cells of which no hour is known are left out.
 */
export function bandOnGrid(stat: Stat, hours: readonly HourBand[], grid: ChartGrid): BandPoint[] {
  const stepMs = grid.periodSeconds * 1000
  const byHour = new Map(hours.map((hour) => [hour[0], hour]))
  const adds = stat === 'Sum' || stat === 'SampleCount'
  const band: BandPoint[] = []
  for (let atMs = Math.ceil(grid.fromMs / stepMs) * stepMs; atMs < grid.toMs; atMs += stepMs) {
    const cell = { hours: 0, lower: 0, upper: 0 }
    for (let hourMs = floorTo(atMs, HOUR_MS); hourMs < atMs + stepMs; hourMs += HOUR_MS) {
      const hour = byHour.get(hourMs)
      if (!hour) continue
      const isFirst = cell.hours === 0
      cell.lower = adds ? cell.lower + hour[1] : isFirst ? hour[1] : Math.min(cell.lower, hour[1])
      cell.upper = adds ? cell.upper + hour[2] : isFirst ? hour[2] : Math.max(cell.upper, hour[2])
      cell.hours++
    }
    if (cell.hours === 0) continue
    const times = adds ? grid.periodSeconds / MODEL_PERIOD_S / cell.hours : 1
    band.push([atMs, rounded(cell.lower * times), rounded(cell.upper * times)])
  }
  return band
}
