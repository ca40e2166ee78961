'use client'
import { BAND_LOWER, BAND_UPPER } from './chart-rows.ts'
import type { ChartBand, ChartRow, ChartSeries } from './chart-types.ts'
import { areaPath, linePath } from './line-path.ts'
import { usePlot } from './plot-scale.ts'
import { toneColor } from './tones.ts'

const BAND_OPACITY = 0.12

/** Lines, areas and step lines, each broken where data is missing. */
export function PlotLines({ rows, series }: { rows: ChartRow[]; series: ChartSeries[] }) {
  const scale = usePlot()
  return (
    <g>
      {series.map((one) => {
        const read = (row: ChartRow) => row.values[one.key] ?? null
        return (
          <g key={one.key}>
            {one.kind === 'area' && (
              <path d={areaPath(rows, read, scale)} fill={toneColor(one.tone)} fillOpacity={BAND_OPACITY} />
            )}
            <path
              d={linePath(rows, read, scale, one.kind === 'step')}
              fill="none"
              stroke={toneColor(one.tone)}
              strokeWidth={1.5}
              strokeLinejoin="round"
              strokeDasharray={one.dashed ? '4 3' : undefined}
            />
          </g>
        )
      })}
    </g>
  )
}

/** What is usual, as a band. */
export function PlotBand({ rows, band }: { rows: ChartRow[]; band: ChartBand }) {
  const path = areaPath(
    rows,
    (row) => row.values[BAND_UPPER] ?? null,
    usePlot(),
    (row) => row.values[BAND_LOWER] ?? null,
  )
  return <path d={path} fill={toneColor(band.tone)} fillOpacity={BAND_OPACITY} />
}
