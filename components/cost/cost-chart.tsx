'use client'
import type { ChartSeries, ChartThreshold, Point, Tone } from '#components/charts/chart-types.ts'
import { TimeChart } from '#components/charts/time-chart.tsx'
import { Card } from '#components/ui/card.tsx'
import { formatUsd } from '#components/ui/format.ts'
import { Select } from '#components/ui/select.tsx'
import { COST_GROUPS } from '#server/domain/money/cost-view.ts'
import type { CostOverview } from '#server/services/cost/schema.ts'
import { GROUP_WORDS, monthWord, triggerWord } from './cost-words.ts'
import type { CostState } from './use-cost-state.ts'

const TONES: Tone[] = ['series-1', 'series-2', 'series-3', 'series-4', 'series-5']
const DAY_S = 86_400

const timeOf = (day: string) => Date.parse(`${day}T00:00:00Z`)

function seriesOf(data: CostOverview): ChartSeries[] {
  const { days, groups } = data
  const grouped = groups.map((group, i): ChartSeries => {
    const points = days.map(
      ({ day, usd, byGroup }): Point => [timeOf(day), usd === null ? null : (byGroup[i] ?? 0)],
    )
    const name = data.group === 'trigger' ? triggerWord(group.label) : group.label
    return { key: `group-${i}`, name, kind: 'bar', points, tone: TONES[i] ?? 'neutral', summary: 'sum' }
  })
  const rest = days.map(({ day, usd, byGroup }): Point => {
    const named = byGroup.reduce((sum, value) => sum + value, 0)
    return [timeOf(day), usd === null ? null : Math.max(0, usd - named)]
  })
  const ahead = days.map(({ day, forecastUsd }): Point => [timeOf(day), forecastUsd])
  const hasRest = rest.some(([, usd]) => (usd ?? 0) > 0.005)
  return [
    ...grouped,
    ...(hasRest
      ? [
          {
            key: 'rest',
            name: 'All others',
            kind: 'bar' as const,
            points: rest,
            tone: 'neutral' as const,
            summary: 'sum' as const,
          },
        ]
      : []),
    {
      key: 'forecast',
      name: 'Forecast',
      kind: 'line',
      points: ahead,
      tone: 'accent',
      dashed: true,
      summary: 'sum',
    },
  ]
}

/** Cost by day, stacked by group, with the days to come and what the budget allows a day. */
export function CostChart({ data, view }: { data: CostOverview; view: CostState }) {
  const { days, budgetUsd } = data
  const from = timeOf(days[0]?.day ?? '')
  const to = timeOf(days.at(-1)?.day ?? '') + DAY_S * 1000
  const thresholds: ChartThreshold[] =
    budgetUsd === null
      ? []
      : [
          {
            label: `Budget, ${formatUsd(budgetUsd / days.length)} a day`,
            value: budgetUsd / days.length,
            tone: 'limit',
          },
        ]
  return (
    <Card
      title={`Cost by day, ${monthWord(data.month)}`}
      note="USD at list prices, UTC days"
      actions={
        <Select
          aria-label="Stack by"
          value={view.state.group}
          options={COST_GROUPS.map((value) => ({ value, label: `By ${GROUP_WORDS[value].toLowerCase()}` }))}
          onChange={(value) =>
            view.set({ group: COST_GROUPS.find((group) => group === value) ?? 'function' })
          }
        />
      }
    >
      <TimeChart
        title="Cost"
        label={`Lambda cost by day and ${GROUP_WORDS[data.group].toLowerCase()}`}
        unit="USD"
        from={from}
        to={to}
        periodSeconds={DAY_S}
        heightPx={220}
        series={seriesOf(data)}
        thresholds={thresholds}
        empty="Nothing was worked out for this month"
      />
    </Card>
  )
}
