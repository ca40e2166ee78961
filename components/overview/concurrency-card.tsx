'use client'
import { TimeChart } from '#components/charts/time-chart.tsx'
import { Card } from '#components/ui/card.tsx'
import type { Overview } from '#server/services/overview/schema.ts'
import type { ChartFrame } from './chart-frame.ts'
import { marksOf } from './marks.ts'

type Props = { concurrency: Overview['concurrency']; frame: ChartFrame; accountName: string | null }

/** The account and region nearest to its limit: concurrency with its limit, throttles under it, deployments as marks. */
export function ConcurrencyCard({ concurrency, frame, accountName }: Props) {
  const { accountId, region, limit, used, throttles, periodSeconds } = concurrency
  const where = accountId && region ? `${accountName ?? accountId} · ${region}` : undefined
  return (
    <Card title="Account concurrency" note={where && `${where}, nearest to its limit`}>
      <TimeChart
        {...frame}
        title="Concurrent executions"
        label={`Concurrent executions${where ? ` in ${where}` : ''} against the account limit`}
        unit="Count"
        periodSeconds={periodSeconds}
        series={[
          { key: 'used', name: 'Concurrency', kind: 'area', points: used, tone: 'accent', summary: 'max' },
        ]}
        thresholds={
          limit === null
            ? undefined
            : [{ label: `limit ${limit.toLocaleString('en-GB')}`, value: limit, tone: 'limit' }]
        }
        marks={marksOf(concurrency.marks, frame.from, frame.to)}
        heightPx={200}
        empty="No metrics here: nothing ran, or it was not polled"
      />
      <TimeChart
        {...frame}
        title="Throttles"
        unit="Count"
        periodSeconds={periodSeconds}
        series={[
          {
            key: 'throttles',
            name: 'Throttles',
            kind: 'bar',
            points: throttles,
            tone: 'throttle',
            summary: 'sum',
          },
        ]}
        heightPx={76}
        empty="No metrics here: nothing ran, or it was not polled"
      />
    </Card>
  )
}
