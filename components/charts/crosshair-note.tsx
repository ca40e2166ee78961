import { visibleText } from '#server/domain/text.ts'
import { pointTimeLabel } from './axis-scale.ts'
import type { TimeChartProps } from './chart-types.ts'

type Props = Pick<TimeChartProps, 'marks' | 'from' | 'to'> & { crosshairMs: number; rowMs: number }

/** The time pointed at and what happened just there; laid over the plot, so that nothing moves. */
export function CrosshairNote({ marks = [], from, to, crosshairMs, rowMs }: Props) {
  const near = marks.filter((mark) => Math.abs(mark.at - crosshairMs) <= (to - from) / 150)
  const isRight = crosshairMs > (from + to) / 2
  return (
    <div
      aria-hidden
      className={`pointer-events-none absolute top-4 z-10 max-w-[45%] rounded-md border border-line bg-surface px-2 py-0.5 text-table ${isRight ? 'left-14' : 'right-2'}`}
    >
      <div className="num text-muted">{pointTimeLabel(rowMs)}</div>
      {near.map((mark) => (
        <div key={`${mark.kind} ${mark.at} ${mark.label}`} className="truncate">
          {visibleText(mark.label)}
        </div>
      ))}
    </div>
  )
}
