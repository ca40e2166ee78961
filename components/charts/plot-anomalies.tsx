'use client'
import type { ChartAnomaly } from './chart-types.ts'
import { usePlot } from './plot-scale.ts'

const MIN_WIDTH_PX = 4
const WORD_PX = 44

/** Times that were not usual: shaded, with a ring on the axis that no other mark has and, where there is room, what kind it was. */
export function AnomalySpans({ anomalies, to }: { anomalies: ChartAnomaly[]; to: number }) {
  const { area, x } = usePlot()
  const right = area.x + area.width
  const bottom = area.y + area.height
  let wordsEndPx = 0
  return (
    <g pointerEvents="none">
      {anomalies
        .toSorted((a, b) => a.from - b.from)
        .map((one) => {
          const left = Math.max(x(one.from), area.x)
          const end = Math.min(x(one.to ?? to), right)
          if (left > right || end < area.x) return null
          const width = Math.max(end - left, MIN_WIDTH_PX)
          const middle = Math.min(left + width / 2, right - MIN_WIDTH_PX)
          const hasRoom = left > wordsEndPx && left + WORD_PX < right
          if (hasRoom) wordsEndPx = left + WORD_PX
          return (
            <g key={`${one.from} ${one.kind} ${one.label}`}>
              <rect
                x={left}
                y={area.y}
                width={width}
                height={area.height}
                fill="var(--color-high)"
                opacity={0.1}
              />
              <path d={`M${left} ${bottom}h${width}`} stroke="var(--color-high)" strokeWidth={3} />
              <circle
                cx={middle}
                cy={bottom}
                r={3.5}
                fill="var(--color-surface)"
                stroke="var(--color-high)"
                strokeWidth={2}
              />
              {hasRoom && (
                <text
                  x={left + 2}
                  y={bottom - 7}
                  fontSize={11}
                  fill="var(--color-text)"
                  stroke="var(--color-surface)"
                  strokeWidth={3}
                  paintOrder="stroke"
                >
                  {one.kind}
                </text>
              )}
            </g>
          )
        })}
    </g>
  )
}
