import type { ChartRow } from './chart-types.ts'

type Read = (row: ChartRow) => number | null

/** Runs of rows that have a value; what is missing parts them. */
function runsOf(rows: ChartRow[], read: Read): [number, number][][] {
  const runs: [number, number][][] = []
  let run: [number, number][] | null = null
  for (const row of rows) {
    const value = read(row)
    if (value === null) {
      run = null
      continue
    }
    if (!run) {
      run = []
      runs.push(run)
    }
    run.push([row.t, value])
  }
  return runs
}

type Scale = { x: (timeMs: number) => number; y: (value: number) => number }

/** SVG path of a line that breaks at gaps; `step` holds each value until the next time. */
export function linePath(rows: ChartRow[], read: Read, { x, y }: Scale, step = false): string {
  return runsOf(rows, read)
    .map((run) =>
      run
        .map(([t, value], i) => {
          const [px, py] = [x(t).toFixed(1), y(value).toFixed(1)]
          if (i === 0) return `M${px} ${py}`
          return step ? `H${px}V${py}` : `L${px} ${py}`
        })
        .join(''),
    )
    .join('')
}

/** SVG path of the area between a line and another one (zero if not given), broken at gaps of either. */
export function areaPath(rows: ChartRow[], read: Read, { x, y }: Scale, base: Read = () => 0): string {
  const both: Read = (row) => (base(row) === null ? null : read(row))
  const bases = new Map(rows.map((row) => [row.t, base(row) ?? 0]))
  return runsOf(rows, both)
    .map((run) => {
      const top = run.map(([t, value]) => `${x(t).toFixed(1)} ${y(value).toFixed(1)}`)
      const bottom = run.map(([t]) => `${x(t).toFixed(1)} ${y(bases.get(t) ?? 0).toFixed(1)}`)
      return `M${top.join('L')}L${bottom.reverse().join('L')}z`
    })
    .join('')
}
