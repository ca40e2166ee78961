'use client'
import type { ChartSeries, Tone } from '#components/charts/chart-types.ts'
import { TimeChart } from '#components/charts/time-chart.tsx'
import { visibleText } from '#server/domain/text.ts'
import type { Concurrency, PlaceConcurrency } from '#server/services/concurrency/schema.ts'

const TONES: Tone[] = ['series-1', 'series-2', 'series-3', 'series-4', 'series-5', 'series-6']
const SYNC = 'concurrency'

type Props = { data: Concurrency; detail: PlaceConcurrency; onZoom: (fromMs: number, toMs: number) => void }

/** Who uses concurrency: the account's line over the functions' stacked highest values; throttles under it. */
export function UseChart({ data, detail, onZoom }: Props) {
  const [from, to] = [Date.parse(data.from), Date.parse(data.to)]
  const frame = { from, to, periodSeconds: data.periodSeconds, syncId: SYNC, onZoom }
  const { limit, pool } = detail
  const stacked: ChartSeries[] = detail.functions.map((one, i) => ({
    key: `function ${one.name}`,
    name: visibleText(one.name),
    kind: 'bar',
    points: one.points,
    tone: TONES[i] ?? 'neutral',
    summary: 'max',
  }))
  const others: ChartSeries[] = detail.others.some(([, value]) => value > 0)
    ? [
        {
          key: 'others',
          name: 'the rest',
          kind: 'bar',
          points: detail.others,
          tone: 'neutral',
          summary: 'max',
        },
      ]
    : []
  const polledUntil = detail.polledUntil ? Date.parse(detail.polledUntil) : from
  const notPolled =
    to - polledUntil > 2 * data.periodSeconds * 1000
      ? [{ from: Math.max(from, polledUntil), to, label: 'not polled yet' }]
      : []
  return (
    <div className="grid gap-3">
      <TimeChart
        {...frame}
        title="In use"
        label="Concurrent executions by function against the account's limit"
        unit="Count"
        series={[
          ...stacked,
          ...others,
          {
            key: 'account',
            name: 'account',
            kind: 'line',
            points: detail.used,
            tone: 'accent',
            summary: 'max',
          },
        ]}
        thresholds={[
          ...(limit === null
            ? []
            : [{ label: `limit ${limit.toLocaleString('en-GB')}`, value: limit, tone: 'limit' as const }]),
          ...(pool === null || pool === limit
            ? []
            : [{ label: `shared ${pool.toLocaleString('en-GB')}`, value: pool, tone: 'limit' as const }]),
        ]}
        notPolled={notPolled}
        heightPx={240}
        empty="No metrics here: nothing ran, or it was not polled"
      />
      <TimeChart
        {...frame}
        title="Throttles"
        unit="Count"
        series={[
          {
            key: 'throttles',
            name: 'throttles',
            kind: 'bar',
            points: detail.throttled,
            tone: 'throttle',
            summary: 'sum',
          },
        ]}
        notPolled={notPolled}
        heightPx={76}
        empty="Nothing was throttled, or it was not polled"
      />
    </div>
  )
}
