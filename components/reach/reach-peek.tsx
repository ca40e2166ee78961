'use client'
import { useApi } from '#components/query/use-api.ts'
import { ErrorState } from '#components/ui/error-state.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import type { FunctionReachDetail } from '#server/services/functions/reach.schema.ts'
import { Quoted } from './quoted.tsx'
import { decidingAnswer, reachSentence } from './reach-words.ts'

/** In a drawer: who can invoke the function, and the statement or setting that decides it. */
export function ReachPeek({ id }: { id: number }) {
  const query = useApi<FunctionReachDetail>(`/functions/${id}/reach`, undefined, { refreshMs: 60_000 })
  if (query.isPending) return <Skeleton className="h-24" />
  if (!query.data)
    return (
      <ErrorState
        title="Who can reach it could not be loaded"
        error={query.error}
        retry={() => query.refetch()}
      />
    )
  const { reach } = query.data
  if (!reach)
    return (
      <p className="hatched m-0 rounded-md border border-line p-2 text-table">
        Who can invoke it was not worked out yet.
      </p>
    )
  const answer = decidingAnswer(reach)
  return (
    <section aria-label="Who can invoke it" className="grid min-w-0 grid-cols-1 gap-2">
      <p className="m-0 font-medium">{reachSentence(reach)}</p>
      {answer?.decidedBy.map((one) => (
        <Quoted key={`${one.what} ${one.quote}`} what={one.what} quote={one.quote} />
      ))}
    </section>
  )
}
