'use client'
import { Facts } from '#components/detail/facts.tsx'
import { useApi } from '#components/query/use-api.ts'
import { Quoted } from '#components/reach/quoted.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import type { TriggerDetail, TriggerRow } from '#server/services/triggers/schema.ts'
import { triggerFacts } from './trigger-facts.tsx'

/** A row of triggers in the drawer, with the statements and settings that prove it. */
export function TriggerPeek({ row }: { row: TriggerRow }) {
  const query = useApi<TriggerDetail>(`/triggers/${row.id}`)
  return (
    <div className="grid grid-cols-1 gap-4">
      <Facts facts={triggerFacts(row)} />
      <section aria-label="Evidence" className="grid min-w-0 grid-cols-1 gap-2">
        <h3 className="caps">Evidence</h3>
        {query.isPending ? (
          <SkeletonRows rows={3} />
        ) : !query.data ? (
          <ErrorState
            title="The evidence could not be loaded"
            error={query.error}
            retry={() => query.refetch()}
          />
        ) : query.data.trigger.evidence.length === 0 ? (
          <p className="m-0 text-table text-muted">None is recorded.</p>
        ) : (
          query.data.trigger.evidence.map((one) => (
            <Quoted key={`${one.side} ${one.text}`} what={`${one.side}: ${one.text}`} quote={one.quote} />
          ))
        )}
      </section>
    </div>
  )
}
