'use client'
import { useApi } from '#components/query/use-api.ts'
import { TriggerTable } from '#components/triggers/trigger-table.tsx'
import { Card } from '#components/ui/card.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { Skeleton, SkeletonRows } from '#components/ui/skeleton.tsx'
import type { FunctionReachDetail } from '#server/services/functions/reach.schema.ts'
import type { FunctionRow } from '#server/services/functions/schema.ts'
import type { TriggerRow } from '#server/services/triggers/schema.ts'
import { CallChains } from './call-chains.tsx'
import { FloodPanel } from './flood-panel.tsx'
import { FrontDoor } from './front-door.tsx'
import { ReachAnswers } from './reach-answers.tsx'
import { ReachSummary } from './reach-summary.tsx'
import { TakeoverList } from './takeover-list.tsx'
import { UnseenList } from './unseen-list.tsx'

function Loading() {
  return (
    <div role="status" aria-label="Loading who can reach the function" className="grid gap-3">
      <Skeleton className="h-40" />
      <Skeleton className="h-28" />
      <SkeletonRows rows={6} />
    </div>
  )
}

function NotWorkedOut() {
  return (
    <section className="hatched rounded-md border border-line p-3">
      <h2 className="font-medium">Who can invoke it was not worked out yet</h2>
      <p className="m-0 text-table">
        That is done after each sweep, from the function and everything that names it. Until then nothing here
        means that nobody can.
      </p>
    </section>
  )
}

function Triggers({ rows, isKnown }: { rows: TriggerRow[]; isKnown: boolean }) {
  return (
    <Card title="Triggers" note={rows.length > 0 ? rows.length : undefined} flush>
      {rows.length === 0 ? (
        <p className="m-0 px-3 pb-3 text-table text-muted">
          {isKnown ? 'None was found.' : 'None is known yet.'} Whoever holds lambda:InvokeFunction in the
          account can call it all the same.
        </p>
      ) : (
        <TriggerTable rows={rows} of="function" />
      )}
    </Card>
  )
}

type Row = Pick<FunctionRow, 'id' | 'arn' | 'name' | 'region'>

/** Who can reach a function and what decides it; its triggers, what a flood does, who can take it over, what calls what. */
export function ReachTab({ row }: { row: Row }) {
  const query = useApi<FunctionReachDetail>(`/functions/${row.id}/reach`, undefined, { refreshMs: 60_000 })
  const data = query.data
  if (!data) {
    if (query.isError)
      return (
        <ErrorState
          title="Who can reach the function could not be loaded"
          error={query.error}
          stillWorks="Its role, changes and configuration stand under the other tabs."
          retry={() => query.refetch()}
        />
      )
    return <Loading />
  }
  const { reach } = data
  return (
    <div className="grid min-w-0 grid-cols-1 gap-3">
      {reach ? (
        <ReachSummary
          reach={reach}
          computedAt={data.computedAt}
          place={{ functionName: row.name, region: row.region }}
        />
      ) : (
        <NotWorkedOut />
      )}
      {reach && <UnseenList items={reach.unseen} />}
      {reach && <FrontDoor paths={reach.paths} />}
      {reach && <ReachAnswers answers={reach.answers} triggers={data.triggers} />}
      <Triggers rows={data.triggers} isKnown={reach !== null} />
      {reach && <FloodPanel flood={reach.flood} triggers={data.triggers} />}
      <TakeoverList takeovers={data.takeovers} unseen={data.takeoversUnseen} isKnown={reach !== null} />
      <CallChains calls={data.calls} ownArn={row.arn} isKnown={reach !== null} />
    </div>
  )
}
