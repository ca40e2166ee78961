'use client'
import type { ChartMark } from '#components/charts/chart-types.ts'
import { bandEdges, drawnAnomaly } from '#components/charts/from-api.ts'
import { TimeChart } from '#components/charts/time-chart.tsx'
import { visibleText } from '#server/domain/text.ts'
import { personName } from '#server/domain/trail/short-actor.ts'
import type { AlertChart, AlertDetail } from '#server/services/alerts/schema.ts'

const TONES = ['error', 'series-1', 'series-3', 'series-4', 'series-5', 'series-6'] as const

/** The metric that the alert is about, what is usual of it, the line that was crossed, when it began and the changes before. */
export function AlertChartView({ chart, detail }: { chart: AlertChart; detail: AlertDetail }) {
  const [from, to] = [Date.parse(chart.from), Date.parse(chart.to)]
  const marks: ChartMark[] = [
    { at: Date.parse(detail.alert.startedAt), kind: 'alert', label: 'Alert began' },
    ...detail.changesBefore.map(
      ({ event }): ChartMark => ({
        at: Date.parse(event.at),
        kind: /FunctionCode|PublishVersion|UpdateAlias/.test(event.name) ? 'deployment' : 'configuration',
        label: visibleText(`${event.name} by ${personName(event.actorName)}`),
        href: `/events?peek=${encodeURIComponent(event.id)}`,
      }),
    ),
  ]
  const banded = chart.series.find((one) => one.band.length > 0)
  return (
    <TimeChart
      title={visibleText(chart.title)}
      unit={chart.unit}
      from={from}
      to={to}
      periodSeconds={chart.periodSeconds}
      series={chart.series.map((one, index) => ({
        key: `${index} ${one.name}`,
        name: visibleText(one.name),
        kind: 'area',
        points: one.points,
        tone: TONES[index % TONES.length] ?? 'neutral',
        summary: 'max',
      }))}
      thresholds={
        chart.threshold
          ? [{ label: visibleText(chart.threshold.label), value: chart.threshold.value, tone: 'critical' }]
          : undefined
      }
      band={
        banded && {
          name: chart.series.length > 1 ? `usual ${visibleText(banded.name)}` : 'usual',
          ...bandEdges(banded.band),
          tone: 'neutral',
        }
      }
      anomalies={chart.anomalies.map(drawnAnomaly)}
      marks={marks.filter((mark) => mark.at >= from && mark.at <= to)}
      heightPx={180}
      empty="The metric has no points in this window"
    />
  )
}
