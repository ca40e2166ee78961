'use client'
import { drawnMarks } from '#components/charts/drawn-marks.ts'
import { TimeChart } from '#components/charts/time-chart.tsx'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { Card } from '#components/ui/card.tsx'
import type { Overview } from '#server/services/overview/schema.ts'
import type { ChartFrame } from './chart-frame.ts'

/** Configuration changes are left out: there are too many of a whole account for one chart. */
const MARKED = { places: 40, kinds: ['deployment', 'alert'] } as const

type Props = { concurrency: Overview['concurrency']; frame: ChartFrame; accountName: string | null }

/** The account and region nearest to its limit: concurrency with its limit, throttles under it, deployments as marks. */
export function ConcurrencyCard({ concurrency, frame, accountName }: Props) {
  const { accountId, region, limit, used, throttles, periodSeconds } = concurrency
  const where = accountId && region ? `${accountName ?? accountId} · ${region}` : undefined
  return (
    <Card
      title="Account concurrency"
      note={where && `${where}, nearest to its limit`}
      actions={
        where && (
          <ScopedLink
            href={`/concurrency?place=${accountId}/${region}`}
            className="text-table text-accent hover:underline"
          >
            Who uses it
          </ScopedLink>
        )
      }
    >
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
        marks={drawnMarks(concurrency.marks, frame.from, frame.to, MARKED)}
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
