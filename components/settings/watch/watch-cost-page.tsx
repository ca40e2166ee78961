'use client'
import { useState } from 'react'
import { TimeChart } from '#components/charts/time-chart.tsx'
import { useApi } from '#components/query/use-api.ts'
import { useRoleReason } from '#components/query/use-status.ts'
import { Card } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { DAY_MS, formatDuration } from '#server/domain/time.ts'
import type { WatchCost } from '#server/services/watch-cost/schema.ts'
import { BudgetForm } from './budget-form.tsx'
import { MetricsPast } from './metrics-past.tsx'
import { SpendByCollector } from './spend-by-collector.tsx'
import { WatchTiles } from './watch-tiles.tsx'
import { WatchedAccount } from './watched-account.tsx'

function ByDay({ cost }: { cost: WatchCost }) {
  const fromMs = Date.parse(cost.from)
  const days = new Map(cost.days.map(({ day, costUsd }) => [Date.parse(`${day}T00:00:00Z`), costUsd]))
  const points = Array.from({ length: Math.round((Date.parse(cost.to) - fromMs) / DAY_MS) }, (_, i) => {
    const atMs = fromMs + i * DAY_MS
    return [atMs, days.get(atMs) ?? null] as [number, number | null]
  })
  return (
    <Card title="By day" note="UTC, all accounts">
      <TimeChart
        title="Cost of the watch"
        unit="USD"
        from={fromMs}
        to={Date.parse(cost.to)}
        periodSeconds={DAY_MS / 1000}
        series={[{ key: 'usd', name: 'Cost', kind: 'bar', points, tone: 'series-1', summary: 'sum' }]}
        empty="Nothing was asked yet this month"
      />
    </Card>
  )
}

function Clock({ cost }: { cost: WatchCost }) {
  const skewMs = cost.accounts.map(({ clockSkewMs }) => clockSkewMs).find((skew) => skew !== null)
  if (skewMs === undefined || skewMs === null) return null
  return (
    <p role="status" className="m-0 rounded-md border border-medium/60 px-3 py-2">
      The worker’s clock is {formatDuration(skewMs)} {skewMs > 0 ? 'ahead of' : 'behind'} AWS’s. Metrics are
      asked for by AWS’s clock; set the machine’s, as other times are off by as much.
    </p>
  )
}

/** What Sightline's own calls to AWS cost, what they may cost, and what is asked less often for that. */
export function WatchCostPage() {
  const query = useApi<WatchCost>('/watch-cost')
  const reason = useRoleReason('admin')
  const [editing, setEditing] = useState<string | null>(null)
  const cost = query.data
  if (!cost)
    return query.isError ? (
      <ErrorState
        title="What the watch costs could not be loaded"
        error={query.error}
        stillWorks="The budget is kept all the same."
        retry={() => query.refetch()}
      />
    ) : (
      <SkeletonRows rows={12} />
    )
  if (cost.accounts.length === 0)
    return (
      <Card>
        <EmptyState title="No account is watched yet">
          What each account costs to watch appears here as soon as the worker has asked AWS for something.
        </EmptyState>
      </Card>
    )
  const account = cost.accounts.find(({ accountId }) => accountId === editing)
  return (
    <div className="grid grid-cols-1 min-w-0 gap-4">
      <Clock cost={cost} />
      <WatchTiles cost={cost} />
      <Card title="Accounts" note="spent this month, of the budget" flush>
        <ul className="m-0 list-none p-0">
          {cost.accounts.map((one) => (
            <WatchedAccount
              key={one.accountId}
              account={one}
              reason={reason}
              onEdit={() => setEditing(one.accountId)}
            />
          ))}
        </ul>
      </Card>
      <div className="grid grid-cols-1 min-w-0 items-start gap-4 lg:grid-cols-2">
        <ByDay cost={cost} />
        <SpendByCollector rows={cost.byCollector} />
      </div>
      <MetricsPast cost={cost} />
      {account && (
        <BudgetForm account={account} usualUsd={cost.usualBudgetUsd} onClose={() => setEditing(null)} />
      )}
    </div>
  )
}
