import type { ChartRow, ChartSeries } from './chart-types.ts'

/** Tab-separated rows with a head, times in UTC; a gap is an empty cell. */
export function rowsAsText(rows: ChartRow[], series: ChartSeries[], unit: string): string {
  const plain = (text: string) => text.replace(/[\t\r\n]+/g, ' ')
  const head = ['time (UTC)', ...series.map((one) => plain(unit ? `${one.name} (${unit})` : one.name))]
  const lines = rows.map((row) => [
    new Date(row.t).toISOString(),
    ...series.map((one) => String(row.values[one.key] ?? '')),
  ])
  return [head, ...lines].map((cells) => cells.join('\t')).join('\n')
}
