'use client'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { pointTimeLabel } from './axis-scale.ts'
import { rowsAsText } from './chart-text.ts'
import type { ChartRow, TimeChartProps } from './chart-types.ts'
import { formatValue } from './format-value.ts'

/** The numbers behind a chart: newest first, reachable by keyboard, to be copied into a spreadsheet. */
export function ChartTable(props: TimeChartProps & { rows: ChartRow[] }) {
  const measured = props.rows.filter((row) => Object.values(row.values).some((value) => value !== null))
  return (
    <section
      className="overflow-auto rounded-md border"
      style={{ height: props.heightPx }}
      aria-label={`${props.title}, as a table`}
    >
      <table className="w-full border-collapse text-table">
        <thead className="sticky top-0 bg-raised">
          <tr>
            <th scope="col" className="caps px-2 py-1 text-left">
              Time
            </th>
            {props.series.map((one) => (
              <th key={one.key} scope="col" className="caps px-2 py-1 text-right">
                {one.name}
              </th>
            ))}
            <th scope="col" className="w-10 px-1 text-right">
              <CopyButton text={rowsAsText(measured, props.series, props.unit)} label="Copy the table" />
            </th>
          </tr>
        </thead>
        <tbody>
          {measured.toReversed().map((row) => (
            <tr key={row.t} className="border-t">
              <td className="num whitespace-nowrap px-2 py-0.5">
                <time dateTime={new Date(row.t).toISOString()} title={new Date(row.t).toISOString()}>
                  {pointTimeLabel(row.t)}
                </time>
              </td>
              {props.series.map((one) => (
                <td key={one.key} className="num px-2 py-0.5 text-right">
                  {formatValue(row.values[one.key], props.unit)}
                </td>
              ))}
              <td />
            </tr>
          ))}
        </tbody>
      </table>
      {measured.length === 0 && <p className="p-3 text-muted">{props.empty ?? 'No data in this period'}</p>}
    </section>
  )
}
