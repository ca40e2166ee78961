'use client'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useApi } from '#components/query/use-api.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { Time } from '#components/ui/time.tsx'
import type { CostOverview } from '#server/services/cost/schema.ts'
import { BudgetsCard } from './budgets-card.tsx'
import { CostChart } from './cost-chart.tsx'
import { CostFunctionsCard } from './cost-functions.tsx'
import { CostTiles } from './cost-tiles.tsx'
import { monthBeside, monthWord } from './cost-words.ts'
import { MoversCard } from './movers-card.tsx'
import { NarrowedBy } from './narrowed-by.tsx'
import { PricesCard } from './prices-card.tsx'
import { ReconciliationCard } from './reconciliation-card.tsx'
import { type CostState, useCostState } from './use-cost-state.ts'
import { WasteCard } from './waste-card.tsx'

function MonthChoice({ month, view }: { month: string; view: CostState }) {
  const current = new Date().toISOString().slice(0, 7)
  const go = (to: string) => view.narrow({ month: to === current ? '' : to })
  return (
    <>
      <Button
        size="icon"
        variant="ghost"
        aria-label="Month before"
        onClick={() => go(monthBeside(month, -1))}
      >
        <ChevronLeft size={14} aria-hidden />
      </Button>
      <span className="min-w-28 text-center">{monthWord(month)}</span>
      <Button
        size="icon"
        variant="ghost"
        aria-label="Next month"
        disabled={month >= current}
        onClick={() => go(monthBeside(month, 1))}
      >
        <ChevronRight size={14} aria-hidden />
      </Button>
    </>
  )
}

function Body({ data, view }: { data: CostOverview; view: CostState }) {
  if (data.derivedAt === null)
    return (
      <EmptyState title="No costs yet">
        What functions cost is worked out from their metrics, within five minutes after the first of them were
        polled.
      </EmptyState>
    )
  return (
    <>
      <CostTiles data={data} />
      <NarrowedBy view={view} />
      <div className="grid grid-cols-1 gap-3">
        <CostChart data={data} view={view} />
        <CostFunctionsCard view={view} />
        <div className="grid grid-cols-1 gap-3 lg:grid-cols-3">
          <MoversCard movers={data.movers} />
          <WasteCard waste={data.waste} />
          <BudgetsCard budgets={data.budgets} accounts={data.accounts} />
        </div>
        <div className="grid grid-cols-1 items-start gap-3 xl:grid-cols-[2fr_1fr]">
          <ReconciliationCard accounts={data.reconciliation} />
          <PricesCard
            prices={data.prices}
            notCounted={data.notCounted}
            accounts={data.accounts}
            unpriced={data.unpriced}
          />
        </div>
      </div>
    </>
  )
}

/** What Lambda costs: by day, function, owner, trigger and account, with forecast, budgets, waste and the bill beside it. */
export function CostPage() {
  const view = useCostState()
  const query = useApi<CostOverview>(
    '/cost',
    { ...view.params, group: view.state.group },
    { refreshMs: 60_000 },
  )
  const { data } = query
  return (
    <>
      <PageHeader
        title="Cost"
        facts={
          data?.derivedAt && (
            <>
              Lambda at list prices of {data.prices.date}, worked out <Time at={data.derivedAt} />
            </>
          )
        }
        actions={data && <MonthChoice month={data.month} view={view} />}
      />
      {data ? (
        <Body data={data} view={view} />
      ) : query.isError ? (
        <ErrorState
          title="Costs could not be loaded"
          error={query.error}
          stillWorks="Functions and alerts have pages of their own and may still answer."
          retry={() => query.refetch()}
        />
      ) : (
        <SkeletonRows rows={10} />
      )}
    </>
  )
}
