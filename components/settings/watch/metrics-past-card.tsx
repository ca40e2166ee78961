'use client'
import { useApi } from '#components/query/use-api.ts'
import { Card } from '#components/ui/card.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import type { WatchCost } from '#server/services/watch-cost/schema.ts'
import { MetricsPast } from './metrics-past.tsx'

/** The same on a page that has not read it for itself. */
export function MetricsPastCard() {
  const query = useApi<WatchCost>('/watch-cost')
  if (query.data) return <MetricsPast cost={query.data} />
  return (
    <Card title="Metrics">
      {query.isError ? (
        <ErrorState
          title="How metrics are watched could not be loaded"
          error={query.error}
          stillWorks="They are collected all the same."
          retry={() => query.refetch()}
        />
      ) : (
        <SkeletonRows rows={3} />
      )}
    </Card>
  )
}
