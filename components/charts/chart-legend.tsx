import { BAND_LOWER, BAND_UPPER, stepValueAt, summarise } from './chart-rows.ts'
import type { ChartRow, ChartSeries, TimeChartProps } from './chart-types.ts'
import { formatRange, formatValue } from './format-value.ts'
import { toneColor } from './tones.ts'

type ChartLegendProps = TimeChartProps & { crosshairMs: number | null; row: ChartRow | undefined }

const SUMMARY_WORDS = { last: 'last', sum: 'total', max: 'peak', min: 'least' } as const

function Swatch({ series }: { series: ChartSeries }) {
  const color = toneColor(series.tone)
  if (series.kind === 'bar') return <span className="size-2 rounded-[1px]" style={{ background: color }} />
  return (
    <span
      className="w-3 border-t-2"
      style={{ borderColor: color, borderStyle: series.dashed ? 'dashed' : 'solid' }}
    />
  )
}

function shownValue(series: ChartSeries, props: ChartLegendProps): number | null {
  if (props.crosshairMs === null) return summarise(series)
  if (series.kind === 'step') return stepValueAt(series.points, props.crosshairMs)
  return props.row?.values[series.key] ?? null
}

/** What is usual, as at the crosshair; its name alone when nothing is pointed at. */
function BandEntry({ band, unit, row }: Pick<ChartLegendProps, 'band' | 'unit' | 'row'>) {
  if (!band) return null
  const [lower, upper] = [row?.values[BAND_LOWER], row?.values[BAND_UPPER]]
  const isKnown = typeof lower === 'number' && typeof upper === 'number'
  return (
    <span className="inline-flex items-center gap-1.5 text-table text-muted">
      <span className="h-2 w-3 opacity-30" style={{ background: toneColor(band.tone) }} />
      {band.name}
      {isKnown && <span className="num text-text">{formatRange(lower, upper, unit)}</span>}
    </span>
  )
}

/** Names every series beside its colour, with its value at the crosshair, or else its summary. */
export function ChartLegend(props: ChartLegendProps) {
  const { crosshairMs } = props
  return (
    <>
      {props.series.map((one) => (
        <span key={one.key} className="inline-flex items-center gap-1.5 text-table text-muted">
          <Swatch series={one} />
          {one.name}
          <span className="num text-text">{formatValue(shownValue(one, props), props.unit)}</span>
          {crosshairMs === null && SUMMARY_WORDS[one.summary ?? 'last']}
        </span>
      ))}
      <BandEntry band={props.band} unit={props.unit} row={crosshairMs === null ? undefined : props.row} />
    </>
  )
}
