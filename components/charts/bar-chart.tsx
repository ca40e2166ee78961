import type { ReactNode } from 'react'
import type { Tone } from './chart-types.ts'
import { formatValue } from './format-value.ts'
import { toneColor } from './tones.ts'

export type BarItem = {
  key: string
  label: ReactNode
  value: number | null
  tone?: Tone
  /** Shown after the value, such as a share. */
  note?: string
}

type BarChartProps = { label: string; items: BarItem[]; unit?: string; empty?: string }

/** Horizontal bars by category from zero, each with its name and its number; an unknown number is hatched. */
export function BarChart({ label, items, unit = '', empty = 'Nothing in this period' }: BarChartProps) {
  const top = items.reduce((a, item) => Math.max(a, item.value ?? 0), 1e-9)
  if (items.length === 0) return <p className="m-0 text-muted">{empty}</p>
  return (
    <table className="w-full border-collapse text-table" aria-label={label}>
      <tbody>
        {items.map((item) => (
          <tr key={item.key}>
            <th scope="row" className="max-w-0 w-2/5 truncate py-1 pr-2 text-left font-normal">
              {item.label}
            </th>
            <td className="py-1" aria-hidden>
              {item.value === null ? (
                <div className="hatched h-2.5 w-full" />
              ) : (
                <div
                  className="h-2.5 min-w-px rounded-[1px]"
                  style={{
                    width: `${(item.value / top) * 100}%`,
                    background: toneColor(item.tone ?? 'series-1'),
                  }}
                />
              )}
            </td>
            <td className="num w-px whitespace-nowrap py-1 pl-2 text-right">
              {item.value === null ? 'unknown' : formatValue(item.value, unit)}
              {item.note && <span className="pl-1 text-muted">{item.note}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
