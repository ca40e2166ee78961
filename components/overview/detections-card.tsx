'use client'
import { BarChart } from '#components/charts/bar-chart.tsx'
import { TimeChart } from '#components/charts/time-chart.tsx'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { Card } from '#components/ui/card.tsx'
import { visibleText } from '#server/domain/text.ts'
import type { Overview } from '#server/services/overview/schema.ts'
import type { ChartFrame } from './chart-frame.ts'
import { detectionSeries } from './detection-series.ts'

/** How many alerts began in each bucket, by what raised them. */
export function DetectionsOverTime({
  data,
  frame,
}: {
  data: Overview['detectionsOverTime']
  frame: ChartFrame
}) {
  return (
    <Card title="Detections over time">
      <TimeChart
        {...frame}
        title="By type"
        label="Detections over time by type"
        unit="Count"
        periodSeconds={data.bucketSeconds}
        series={detectionSeries(data)}
        empty="Nothing was detected in this period"
      />
    </Card>
  )
}

export function DetectionsByType({ items }: { items: Overview['detectionsByType'] }) {
  return (
    <Card title="Detections by type">
      <BarChart
        label="Detections by type"
        empty="Nothing was detected in this period"
        items={items.map((item) => ({
          key: item.ruleId,
          value: item.count,
          tone: item.severity,
          label: (
            <ScopedLink
              href={`/alerts?rule=${encodeURIComponent(item.ruleId)}`}
              className="hover:underline"
              title={`${visibleText(item.title)} (${item.severity})`}
            >
              {visibleText(item.title)}
            </ScopedLink>
          ),
        }))}
      />
    </Card>
  )
}
