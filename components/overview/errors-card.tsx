'use client'
import { TimeChart } from '#components/charts/time-chart.tsx'
import { Card } from '#components/ui/card.tsx'
import { formatCompact, formatPercent } from '#components/ui/format.ts'
import type { Overview } from '#server/services/overview/schema.ts'
import type { ChartFrame } from './chart-frame.ts'
import { sumOf } from './sum-of.ts'

/** Errors by kind: timeouts told apart from the rest; throttles, which are no invocations, on top. */
export function ErrorsCard({ errors, frame }: { errors: Overview['errors']; frame: ChartFrame }) {
  const failed = sumOf(errors.timeouts, errors.other)
  const invocations = sumOf(errors.invocations)
  const note =
    failed === null || invocations === null
      ? undefined
      : invocations === 0
        ? 'no invocations'
        : `${formatPercent((failed / invocations) * 100)} of ${formatCompact(invocations)} invocations failed`
  return (
    <Card title="Errors, told apart" note={note}>
      <TimeChart
        {...frame}
        title="By kind"
        label="Errors by kind: timeouts, other errors, and throttles"
        unit="Count"
        periodSeconds={errors.periodSeconds}
        series={[
          {
            key: 'timeouts',
            name: 'Timeouts',
            kind: 'bar',
            points: errors.timeouts,
            tone: 'timeout',
            summary: 'sum',
          },
          {
            key: 'other',
            name: 'Other errors',
            kind: 'bar',
            points: errors.other,
            tone: 'error',
            summary: 'sum',
          },
          {
            key: 'throttles',
            name: 'Throttles',
            kind: 'bar',
            points: errors.throttles,
            tone: 'throttle',
            summary: 'sum',
          },
        ]}
        empty="No metrics here: nothing ran, or it was not polled"
      />
    </Card>
  )
}
