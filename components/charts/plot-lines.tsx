'use client'
import { BAND_LOWER, BAND_UPPER } from './chart-rows.ts'
import type { ChartBand, ChartRow, ChartSeries } from './chart-types.ts'
import { areaPath, linePath } from './line-path.ts'
import { usePlot } from './plot-scale.ts'
import { toneColor } from './tones.ts'

const BAND_OPACITY = 0.12
const EDGE_OPACITY = 0.6

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

/** What is usual, as a band with thin edges that are seen before bars too. */
export function PlotBand({ rows, band }: { rows: ChartRow[]; band: ChartBand }) {
  const scale = usePlot()
  const upper = (row: ChartRow) => row.values[BAND_UPPER] ?? null
  const lower = (row: ChartRow) => row.values[BAND_LOWER] ?? null
  return (
    <g fill={toneColor(band.tone)} stroke={toneColor(band.tone)}>
      <path d={areaPath(rows, upper, scale, lower)} fillOpacity={BAND_OPACITY} stroke="none" />
      {[upper, lower].map((edge) => (
        <path
          key={edge === upper ? BAND_UPPER : BAND_LOWER}
          d={linePath(rows, edge, scale)}
          fill="none"
          strokeOpacity={EDGE_OPACITY}
          strokeWidth={0.75}
        />
      ))}
    </g>
  )
}
