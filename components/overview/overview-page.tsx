'use client'
import { useMemo } from 'react'
import { useApi } from '#components/query/use-api.ts'
import { useStatus } from '#components/query/use-status.ts'
import { useScope } from '#components/scope/use-scope.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { cn } from '#components/ui/cn.ts'
import { ErrorState } from '#components/ui/error-state.tsx'
import type { Overview } from '#server/services/overview/schema.ts'
import { AlertsByState } from './alerts-by-state.tsx'
import { Attention } from './attention.tsx'
import { BlindCard } from './blind-card.tsx'
import { ChangesCard } from './changes-card.tsx'
import { ChargesCard } from './charges-card.tsx'
import type { ChartFrame } from './chart-frame.ts'
import { ConcurrencyCard } from './concurrency-card.tsx'
import { DetectionsByType, DetectionsOverTime } from './detections-card.tsx'
import { ErrorsCard } from './errors-card.tsx'
import { DeployedFunctions, FunctionsAtRisk } from './function-tables.tsx'
import { OverviewSkeleton } from './overview-skeleton.tsx'
import { Tiles } from './tiles.tsx'

/** What needs me now. */
export function OverviewPage() {
  const { scopeParams } = useScope()
  const { data, error, refetch, isPlaceholderData } = useApi<Overview>('/overview', scopeParams)
  return (
    <>
      <PageHeader title="Overview" facts="what needs you now" />
      {data ? (
        <div className={cn('grid gap-3 transition-opacity', isPlaceholderData && 'opacity-60')}>
          <OverviewBody data={data} />
        </div>
      ) : error ? (
        <ErrorState
          title="The overview could not be loaded"
          error={error}
          stillWorks="Alerts, functions and events have pages of their own and may still answer."
          retry={() => refetch()}
        />
      ) : (
        <OverviewSkeleton />
      )}
    </>
  )
}

function OverviewBody({ data }: { data: Overview }) {
  const { setScope } = useScope()
  const status = useStatus().data
  const frame = useMemo<ChartFrame>(
    () => ({
      from: Date.parse(data.from),
      to: Date.parse(data.to),
      syncId: 'overview',
      onZoom: (fromMs, toMs) =>
        setScope({ from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() }),
    }),
    [data.from, data.to, setScope],
  )
  const collected = data.tiles.coverage.percent !== null
  const account = status?.accounts.find((one) => one.id === data.concurrency.accountId)
  return (
    <>
      <Tiles data={data} />
      <div className="grid gap-3 lg:grid-cols-2">
        <Attention alerts={data.attention} collected={collected} />
        <ConcurrencyCard concurrency={data.concurrency} frame={frame} accountName={account?.name ?? null} />
        <ErrorsCard errors={data.errors} frame={frame} />
        <DetectionsOverTime data={data.detectionsOverTime} frame={frame} />
      </div>
      <div className="grid gap-3 lg:grid-cols-3">
        <DetectionsByType items={data.detectionsByType} />
        <AlertsByState items={data.alertsByState} />
        <ChargesCard charges={data.charges} month={data.tiles.charges} />
      </div>
      <FunctionsAtRisk rows={data.atRisk} />
      <div className="grid gap-3 lg:grid-cols-[3fr_2fr]">
        <ChangesCard sessions={data.changes} />
        <BlindCard items={data.blind} collected={collected} />
      </div>
      <DeployedFunctions rows={data.deployed} />
    </>
  )
}
