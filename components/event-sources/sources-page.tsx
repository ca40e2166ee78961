'use client'
import { useState } from 'react'
import { useApi } from '#components/query/use-api.ts'
import { useRoleReason } from '#components/query/use-status.ts'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import type { AccountList } from '#server/services/accounts/schema.ts'
import type { EventSourceList } from '#server/services/event-sources/schema.ts'
import { AddSource } from './add-source.tsx'
import { RejectsCard } from './rejects-card.tsx'
import { SourceItem } from './source-item.tsx'

function Sources({ list, admin }: { list: EventSourceList; admin: string | null }) {
  if (list.items.length === 0)
    return (
      <EmptyState title="No event sources but CloudTrail’s own look-up">
        It is a minute to a quarter of an hour behind, and has no data events. A queue brings events within
        seconds; log files bring invocations and what is done with objects; Athena and CloudTrail Lake answer
        about the past.
      </EmptyState>
    )
  return (
    <ul aria-label="Event sources" className="m-0 list-none p-0">
      {list.items.map((row) => (
        <SourceItem key={row.id} row={row} admin={admin} />
      ))}
    </ul>
  )
}

/** Where CloudTrail events and streamed metrics come from: how each source is doing, and how to add one. */
export function SourcesPage() {
  const query = useApi<EventSourceList>('/event-sources', undefined, { refreshMs: 5000 })
  const accounts = useApi<AccountList>('/accounts', undefined, { refreshMs: 60_000 })
  const admin = useRoleReason('admin')
  const [adding, setAdding] = useState(false)
  return (
    <>
      <Card
        flush
        title="Event sources"
        note={
          <>
            besides CloudTrail’s own look-up, which every watched account has (
            <ScopedLink href="/settings/coverage" className="text-accent underline">
              coverage
            </ScopedLink>
            )
          </>
        }
        actions={
          <Button
            variant="primary"
            disabled={admin !== null || !accounts.data}
            title={admin ?? undefined}
            onClick={() => setAdding(true)}
          >
            Add a source
          </Button>
        }
      >
        {query.data ? (
          <Sources list={query.data} admin={admin} />
        ) : query.isPending ? (
          <SkeletonRows rows={4} />
        ) : (
          <ErrorState
            title="The event sources could not be loaded"
            error={query.error}
            stillWorks="What they bring is received all the same."
            retry={() => query.refetch()}
          />
        )}
      </Card>
      {query.data && <RejectsCard rejects={query.data.rejects} />}
      {adding && accounts.data && (
        <AddSource
          accounts={accounts.data.items}
          region={query.data?.items[0]?.region ?? accounts.data.items[0]?.watchedRegions[0] ?? 'us-east-1'}
          onClose={() => setAdding(false)}
        />
      )}
    </>
  )
}
