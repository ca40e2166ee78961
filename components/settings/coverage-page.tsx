'use client'
import { useApi } from '#components/query/use-api.ts'
import { Card } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import type { Coverage } from '#server/services/coverage/schema.ts'
import { CollectedCard } from './collected-card.tsx'
import { CoverageMatrix } from './coverage-matrix.tsx'
import { CoverageTiles } from './coverage-tiles.tsx'
import { groupProblems } from './coverage-words.ts'
import { KeptAsideCard } from './kept-aside-card.tsx'
import { ProblemList } from './problem-list.tsx'
import { TrailPastCard } from './trail-past-card.tsx'
import { MetricsPastCard } from './watch/metrics-past-card.tsx'
import { WatchCost } from './watch-cost.tsx'

/** What was collected and when, what could not be and what that hides, and what the watch costs. */
export function CoveragePage() {
  const query = useApi<Coverage>('/coverage')
  const coverage = query.data
  if (!coverage) {
    if (query.isError)
      return (
        <ErrorState
          title="Coverage could not be loaded"
          error={query.error}
          stillWorks="Collecting goes on without this page."
          retry={() => query.refetch()}
        />
      )
    return <SkeletonRows rows={12} />
  }
  if (coverage.rows.length === 0)
    return (
      <Card>
        <EmptyState title="Nothing has been collected yet">
          Each collector appears here for each account and region once it has run. If this stays empty, the
          worker is not running or has no credentials: <code className="num">sightline doctor</code> tells
          which.
        </EmptyState>
      </Card>
    )
  const problems = groupProblems(coverage.rows)
  return (
    <div className="grid grid-cols-1 min-w-0 gap-4">
      <CoverageTiles coverage={coverage} problems={problems} />
      <ProblemList problems={problems} />
      <CoverageMatrix rows={coverage.rows} />
      <MetricsPastCard />
      <TrailPastCard trail={coverage.trail} />
      <KeptAsideCard trail={coverage.trail} />
      <div className="grid grid-cols-1 min-w-0 items-start gap-4 lg:grid-cols-2">
        <CollectedCard coverage={coverage} />
        <WatchCost watch={coverage.watch} />
      </div>
    </div>
  )
}
