'use client'
import { timeTickLabel } from './axis-scale.ts'
import { formatTick } from './format-value.ts'
import { usePlot } from './plot-scale.ts'

const TEXT = { fontSize: 11, fill: 'var(--color-faint)', fontFamily: 'var(--font-mono)' }
const HALF_LABEL_PX = 18

/** Faint horizontal lines with their values, and the times under the plot. */
export function PlotAxes({ xTicks, yTicks, unit }: { xTicks: number[]; yTicks: number[]; unit: string }) {
  const { area, x, y } = usePlot()
  const right = area.x + area.width
  const bottom = area.y + area.height
  return (
    <g>
      {yTicks.map((tick) => (
        <g key={tick}>
          <path
            d={`M${area.x} ${Math.round(y(tick)) + 0.5}H${right}`}
            stroke={tick === 0 ? 'var(--color-line)' : 'var(--color-grid)'}
          />
          <text x={area.x - 8} y={y(tick) + 4} textAnchor="end" {...TEXT}>
            {formatTick(tick, unit)}
          </text>
        </g>
      ))}
      {xTicks.map((tick) => (
        <text
          key={tick}
          x={Math.min(Math.max(x(tick), area.x + HALF_LABEL_PX), right - HALF_LABEL_PX)}
          y={bottom + 15}
          textAnchor="middle"
          {...TEXT}
        >
          {timeTickLabel(tick)}
        </text>
      ))}
    </g>
  )
}
