import type { WindowedSeries } from './labelled-series.ts'

const withValues = (series: WindowedSeries, change: (value: number) => number): WindowedSeries => ({
  ...series,
  values: series.values.map(change),
})

/** The rows that `keeps`, with the windows where they are then; a window of which nothing is left is none. */
function thinned(series: WindowedSeries, keeps: (row: number) => boolean): WindowedSeries {
  const rows = series.values.map((_, row) => row).filter(keeps)
  return {
    name: series.name,
    atMs: rows.map((row) => series.atMs[row] ?? Number.NaN),
    values: rows.map((row) => series.values[row] ?? Number.NaN),
    windows: series.windows
      .map(([first, last]): [number, number] => [
        rows.findIndex((row) => row >= first),
        rows.findLastIndex((row) => row <= last),
      ])
      .filter(([first, last]) => first >= 0 && last >= first),
  }
}

/** As if it had been measured half as often: the largest, or the mean, of each two points. */
function halved(series: WindowedSeries, of: (one: number, other: number) => number): WindowedSeries {
  const values = series.values.map((value, row) => of(series.values[row - 1] ?? value, value))
  return thinned({ ...series, values }, (row) => row % 2 === 1)
}

/** As good as chance, and the same each time. */
const scatter = (row: number) => {
  const wild = Math.sin(row * 12.9898 + 78.233) * 43758.5453
  return wild - Math.floor(wild)
}

/** The same nine series, changed in ways that change nothing about what is wrong in them. */
export const ALTERATIONS: Record<string, (series: WindowedSeries) => WindowedSeries> = {
  'upside down': (series) => withValues(series, (value) => -value),
  'a thousand times as large': (series) => withValues(series, (value) => value * 1000),
  squared: (series) => withValues(series, (value) => value * value),
  'roots of it': (series) => withValues(series, (value) => Math.sqrt(Math.max(0, value))),
  'lifted by its largest value': (series) => {
    const most = Math.max(...series.values)
    return withValues(series, (value) => value + most)
  },
  'with a tenth of the points missing': (series) => thinned(series, (row) => scatter(row) > 0.1),
  'begun 5 % later': (series) => thinned(series, (row) => row >= series.values.length * 0.05),
  'every other point': (series) => thinned(series, (row) => row % 2 === 1),
  'largest of each two points': (series) => halved(series, Math.max),
  'mean of each two points': (series) => halved(series, (one, other) => (one + other) / 2),
}
