import { visibleText } from '#server/domain/text.ts'
import { pointTimeLabel } from './axis-scale.ts'
import { BAND_LOWER, BAND_UPPER } from './chart-rows.ts'
import type { ChartRow, TimeChartProps } from './chart-types.ts'
import { formatRange } from './format-value.ts'

type Props = Pick<TimeChartProps, 'marks' | 'anomalies' | 'band' | 'unit' | 'from' | 'to'> & {
  crosshairMs: number
  row: ChartRow | undefined
}

/** The time pointed at, what is usual then and what happened just there; laid over the plot, so that nothing moves. */
export function CrosshairNote({ marks = [], anomalies = [], band, unit, from, to, crosshairMs, row }: Props) {
  const reachMs = (to - from) / 150
  const near = marks.filter((mark) => Math.abs(mark.at - crosshairMs) <= reachMs)
  const unusual = anomalies.filter(
    (one) => crosshairMs >= one.from - reachMs && crosshairMs <= (one.to ?? to) + reachMs,
  )
  const [lower, upper] = [row?.values[BAND_LOWER] ?? null, row?.values[BAND_UPPER] ?? null]
  const isRight = crosshairMs > (from + to) / 2
  return (
    <div
      aria-hidden
      className={`pointer-events-none absolute top-4 z-10 max-w-[45%] rounded-md border border-line bg-surface px-2 py-0.5 text-table ${isRight ? 'left-14' : 'right-2'}`}
    >
      <div className="num text-muted">
        {pointTimeLabel(row?.t ?? crosshairMs)}
        {band && lower !== null && upper !== null && (
          <span>
            {' '}
            · {band.name} {formatRange(lower, upper, unit)}
          </span>
        )}
      </div>
      {unusual.map((one) => (
        <div key={`${one.from} ${one.label}`} className="font-medium">
          {visibleText(one.label)}
        </div>
      ))}
      {near.map((mark) => (
        <div key={`${mark.kind} ${mark.at} ${mark.label}`} className="truncate">
          {visibleText(mark.label)}
        </div>
      ))}
    </div>
  )
}
