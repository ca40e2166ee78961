'use client'
import { Sparkline } from '#components/charts/sparkline.tsx'
import { Facts } from '#components/detail/facts.tsx'
import { Unseen } from '#components/detail/unseen.tsx'
import { useApi } from '#components/query/use-api.ts'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { Card } from '#components/ui/card.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { formatUsd } from '#components/ui/format.ts'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import type { FunctionCost } from '#server/services/cost/schema.ts'
import { gapWord } from './cost-words.ts'

function usd(value: number | null, gap: string | null) {
  if (value !== null) return <span className="num">{formatUsd(value)}</span>
  return <Unseen word={gap === null ? 'not worked out yet' : gapWord(gap)} />
}

function Figures({ cost }: { cost: FunctionCost }) {
  const { gap, month, knownDays } = cost
  const ahead = month?.forecast
  return (
    <>
      <Facts
        facts={[
          { label: 'Last 24 hours', value: usd(cost.last24hUsd, gap) },
          {
            label: 'Last 30 days',
            value: (
              <>
                {usd(cost.last30dUsd, gap)}{' '}
                {knownDays > 0 && knownDays < 30 && (
                  <span className="text-muted">{knownDays} with calls</span>
                )}
              </>
            ),
          },
          { label: 'This month', value: usd(month?.toDateUsd ?? null, gap) },
          {
            label: 'By month’s end',
            value: ahead ? (
              <span title={`${formatUsd(ahead.lowUsd)} to ${formatUsd(ahead.highUsd)}, nine times of ten`}>
                {usd(ahead.usd, null)}
              </span>
            ) : (
              <Unseen word="too early to say" />
            ),
          },
          { label: 'Paid for errors, 30 d', value: usd(cost.errorsUsd, gap) },
          { label: 'Less on Arm, 30 d', value: usd(cost.armSavingUsd, gap) },
        ]}
      />
      <div className="mt-2">
        <Sparkline values={cost.days.map((day) => day.usd)} label="Cost by day, last 30 days" />
      </div>
    </>
  )
}

/** What the function costs. */
export function FunctionCostCard({ id, name }: { id: string; name: string }) {
  const query = useApi<FunctionCost>(`/functions/${id}/cost`, undefined, { refreshMs: 60_000 })
  return (
    <Card
      id="cost"
      title="Cost"
      note="list prices"
      actions={
        <ScopedLink href={`/cost?q=${encodeURIComponent(name)}`} className="text-table text-accent underline">
          By day
        </ScopedLink>
      }
    >
      {query.data ? (
        <Figures cost={query.data} />
      ) : query.isError ? (
        <ErrorState title="The cost could not be loaded" error={query.error} retry={() => query.refetch()} />
      ) : (
        <SkeletonRows rows={4} />
      )}
    </Card>
  )
}
