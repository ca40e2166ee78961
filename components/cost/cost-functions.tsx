'use client'
import { ChevronLeft, ChevronRight, Download } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { apiUrl } from '#components/query/request.ts'
import { useApi } from '#components/query/use-api.ts'
import { Button, buttonClass } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { formatCount } from '#components/ui/format.ts'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { COST_SORTS } from '#server/domain/money/cost-view.ts'
import type { CostFunctions } from '#server/services/cost/schema.ts'
import { CostTable } from './cost-table.tsx'
import type { CostState } from './use-cost-state.ts'

const PAGE_SIZE = 25
const SORT_WORDS: Record<(typeof COST_SORTS)[number], string> = {
  usd: 'Dearest first',
  change: 'Grown most first',
  requests: 'Most requests first',
  gbSeconds: 'Most GB-seconds first',
  armSaving: 'Most to save on Arm first',
  waste: 'Most wasted first',
  name: 'By name',
}

/** All functions that ran in the month, a page at a time. */
export function CostFunctionsCard({ view }: { view: CostState }) {
  const { sort, page, q } = view.state
  const [text, setText] = useState(q)
  const order = sort === 'name' ? 'asc' : 'desc'
  const params = { ...view.params, sort, order }
  const query = useApi<CostFunctions>(
    '/cost/functions',
    { ...params, page: String(page), pageSize: String(PAGE_SIZE) },
    { refreshMs: 60_000 },
  )
  const search = (event: FormEvent) => {
    event.preventDefault()
    view.narrow({ q: text.trim() })
  }
  const total = query.data?.total ?? 0
  const last = Math.max(1, Math.ceil(total / PAGE_SIZE))
  return (
    <Card
      title="Functions"
      note={query.data && `${formatCount(total)} ran in this month`}
      flush
      actions={
        <>
          <form onSubmit={search}>
            <Input
              aria-label="Part of a function’s name"
              placeholder="Name"
              className="w-32"
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          </form>
          <Select
            aria-label="Order"
            value={sort}
            options={COST_SORTS.map((value) => ({ value, label: SORT_WORDS[value] }))}
            onChange={(value) => view.narrow({ sort: COST_SORTS.find((one) => one === value) ?? 'usd' })}
          />
          <a
            href={apiUrl('/cost/functions', { ...params, format: 'csv' })}
            download
            aria-label="Download what is filtered as CSV"
            title="Download what is filtered as CSV"
            className={buttonClass('ghost', 'icon')}
          >
            <Download size={14} aria-hidden />
          </a>
        </>
      }
    >
      {query.data ? (
        query.data.items.length === 0 ? (
          <EmptyState title="No function ran here">
            Nothing that matches was invoked in this month.
          </EmptyState>
        ) : (
          <>
            <CostTable rows={query.data.items} />
            {last > 1 && (
              <div className="flex items-center justify-end gap-1 border-t border-line px-3 py-1.5 text-table text-muted">
                <span className="mr-1">
                  Page {page} of {formatCount(last)}
                </span>
                <Button
                  size="icon"
                  variant="ghost"
                  aria-label="Page before"
                  disabled={page <= 1}
                  onClick={() => view.set({ page: page - 1 })}
                >
                  <ChevronLeft size={14} aria-hidden />
                </Button>
                <Button
                  size="icon"
                  variant="ghost"
                  aria-label="Next page"
                  disabled={page >= last}
                  onClick={() => view.set({ page: page + 1 })}
                >
                  <ChevronRight size={14} aria-hidden />
                </Button>
              </div>
            )}
          </>
        )
      ) : query.isError ? (
        <ErrorState
          title="The functions could not be loaded"
          error={query.error}
          retry={() => query.refetch()}
        />
      ) : (
        <SkeletonRows rows={8} />
      )}
    </Card>
  )
}
