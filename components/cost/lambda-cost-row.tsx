'use client'
import { useApi } from '#components/query/use-api.ts'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { useScope } from '#components/scope/use-scope.ts'
import { formatUsd } from '#components/ui/format.ts'
import { Text } from '#components/ui/text.tsx'
import type { CostOverview } from '#server/services/cost/schema.ts'

/** What Lambda makes up of the charges, worked out minutes after it ran; leads to the cost page. */
export function LambdaCostRow() {
  const { scopeParams } = useScope()
  const { range: _range, from: _from, to: _to, ...place } = scopeParams
  const { data } = useApi<CostOverview>('/cost', place, { refreshMs: 60_000 })
  if (!data || data.toDateUsd === null) {
    return (
      <ScopedLink href="/cost" className="mt-2 block text-table text-accent underline">
        What Lambda costs, by function
      </ScopedLink>
    )
  }
  const [mover] = data.movers
  return (
    <p className="mb-0 mt-2 border-t border-line pt-2 text-table">
      <ScopedLink href="/cost" className="text-accent underline">
        Lambda by function
      </ScopedLink>
      : <span className="num">{formatUsd(data.toDateUsd)}</span> this month
      {data.forecast && (
        <>
          {' '}
          → <span className="num">{formatUsd(data.forecast.usd)}</span>
        </>
      )}
      {data.today && (
        <>
          , <span className="num">{formatUsd(data.today.usd)}</span> today
        </>
      )}
      {mover && (
        <>
          . Grew most:{' '}
          {mover.id === null ? (
            <Text value={mover.name} mono className="max-w-48" />
          ) : (
            <ScopedLink href={`/functions/${mover.id}#cost`} className="hover:underline">
              <Text value={mover.name} mono className="max-w-48" />
            </ScopedLink>
          )}
        </>
      )}
    </p>
  )
}
