'use client'
import { useState } from 'react'
import { useApi } from '#components/query/use-api.ts'
import { formatCount, formatUsd } from '#components/ui/format.ts'
import { Input } from '#components/ui/input.tsx'
import { estimateWatch, TYPICAL_SHARES } from '#server/domain/metrics/polling/estimate-watch.ts'
import type { WatchCost } from '#server/services/watch-cost/schema.ts'

const MOST = 100_000

/** How the watched accounts' functions are invoked; what is typical where nothing is known yet. */
function sharesOf(cost: WatchCost | undefined) {
  const counts = { all: 0, active: 0, quiet: 0, accounts: 0 }
  for (const { functions } of cost?.accounts ?? []) {
    const all = functions.troubled + functions.active + functions.quiet + functions.idle
    if (all > 0) counts.accounts += 1
    counts.all += all
    counts.active += functions.troubled + functions.active
    counts.quiet += functions.quiet
  }
  if (counts.all === 0) return { ...TYPICAL_SHARES, functions: 100, from: 'what is typical' }
  return {
    activeShare: counts.active / counts.all,
    quietShare: counts.quiet / counts.all,
    functions: Math.round(counts.all / counts.accounts),
    from: 'how the functions of your watched accounts are invoked',
  }
}

type Props = {
  /** How many functions there are, where that is known. */
  functions?: number
  regions: number
}

/** What watching an account would cost, before it is switched on. */
export function WatchEstimate({ functions, regions }: Props) {
  const cost = useApi<WatchCost>('/watch-cost', undefined, { refreshMs: false }).data
  const [text, setText] = useState('')
  const shares = sharesOf(cost)
  const given = text.trim() === '' ? (functions ?? shares.functions) : Number(text)
  const count = Number.isFinite(given) ? Math.min(MOST, Math.max(0, Math.round(given))) : 0
  const estimate = estimateWatch({ ...shares, functions: count, regions: Math.max(1, regions) })
  const budgetUsd = cost?.usualBudgetUsd
  return (
    <section
      aria-label="What watching it would cost"
      className="grid grid-cols-1 gap-1 rounded-md border border-line p-3"
    >
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span>Watching an account with</span>
        <span className="w-20">
          <Input
            aria-label="Functions"
            inputMode="numeric"
            className="num"
            placeholder={String(functions ?? shares.functions)}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </span>
        <span>
          functions costs about <strong className="num">{formatUsd(estimate.usdPerMonth)}</strong> a month
          {budgetUsd !== undefined && estimate.usdPerMonth > budgetUsd && (
            <>
              ; its budget keeps it to <strong className="num">{formatUsd(budgetUsd)}</strong>
            </>
          )}
        </span>
      </div>
      <p className="m-0 text-table text-muted">
        {formatCount(estimate.chargedCallsPerDay)} calls a day for metrics, which CloudWatch charges by the
        metric, and {formatCount(estimate.freeCallsPerDay)} free ones, in {Math.max(1, regions)}{' '}
        {regions > 1 ? 'regions' : 'region'} with functions; by {shares.from}. Idle functions cost next to
        nothing.
      </p>
    </section>
  )
}
