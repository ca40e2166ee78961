import type { Tone } from './chart-types.ts'
import { toneColor } from './tones.ts'

type SparklineProps = {
  values: (number | null)[]
  /** What it shows: "invocations of orders-api, 24 h". */
  label: string
  tone?: Tone
  widthPx?: number
  heightPx?: number
}

function columnsPath(values: (number | null)[], widthPx: number, heightPx: number): string {
  const top = values.reduce<number>((a, b) => Math.max(a, b ?? 0), 1e-9)
  const slot = widthPx / values.length
  const width = Math.max(slot - (slot >= 3 ? 1 : 0), 0.75)
  const columns = values.map((value, i) => {
    if (value === null || value <= 0) return ''
    const height = Math.max((value / top) * (heightPx - 1), 1)
    return `M${(i * slot).toFixed(2)} ${heightPx}v${(-height).toFixed(2)}h${width.toFixed(2)}V${heightPx}z`
  })
  return columns.join('')
}

/** A tiny zero-based column chart; a gap stays empty and a row without any value is hatched. */
export function Sparkline({ values, label, tone = 'accent', widthPx = 72, heightPx = 18 }: SparklineProps) {
  const seen = values.filter((value) => value !== null)
  if (seen.length === 0)
    return (
      <span
        role="img"
        aria-label={`${label}: no data`}
        title="No data"
        className="hatched inline-block align-middle"
        style={{ width: widthPx, height: heightPx }}
      />
    )
  const peak = Number(Math.max(...seen).toPrecision(3))
  return (
    <svg
      role="img"
      aria-label={`${label}: peak ${peak}`}
      width={widthPx}
      height={heightPx}
      viewBox={`0 0 ${widthPx} ${heightPx}`}
      className="inline-block align-middle"
    >
      <path d={`M0 ${heightPx - 0.5}H${widthPx}`} stroke="var(--color-line)" />
      <path d={columnsPath(values, widthPx, heightPx)} fill={toneColor(tone)} />
    </svg>
  )
}
