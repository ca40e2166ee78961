'use client'
import { parseAsString, useQueryState } from 'nuqs'
import { useApi } from '#components/query/use-api.ts'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { buttonClass } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { isHistoryKind } from '#server/domain/trail-sources/source-kind.ts'
import type { EventSourceList } from '#server/services/event-sources/schema.ts'
import type { HistoryQueryList } from '#server/services/history-queries/schema.ts'
import { AskForm } from './ask-form.tsx'
import { QueryList } from './query-list.tsx'
import { QueryRecords } from './query-records.tsx'

function NoSources() {
  return (
    <EmptyState
      title="Nothing to ask yet"
      action={
        <ScopedLink href="/settings/event-sources" className={buttonClass('primary')}>
          Event sources
        </ScopedLink>
      }
    >
      Events are kept here for a while. What was before is in CloudTrail’s log files, behind Athena, or in an
      event data store of CloudTrail Lake: add the table or the store as an event source.
    </EmptyState>
  )
}

/** Events beyond those that are stored: asked of Athena or CloudTrail Lake, with the query and its price shown first. */
export function HistoryPage() {
  const [source, setSource] = useQueryState('source', parseAsString)
  const [open, setOpen] = useQueryState('query', parseAsString)
  const sources = useApi<EventSourceList>('/event-sources', undefined, { refreshMs: 60_000 })
  const queries = useApi<HistoryQueryList>('/history-queries', undefined, { refreshMs: 2000 })
  const asked = sources.data?.items.filter(({ kind, enabled }) => enabled && isHistoryKind(kind)) ?? []
  const chosen = asked.find(({ id }) => id === source) ?? asked[0]
  const rows = queries.data?.items ?? []
  const shown = rows.find(({ id }) => id === open)
  return (
    <>
      <PageHeader
        title="History"
        facts="events beyond those that are stored"
        actions={
          <ScopedLink href="/events" className={buttonClass('default')}>
            Stored events
          </ScopedLink>
        }
      />
      {chosen ? (
        <AskForm
          sources={asked}
          sourceId={chosen.id}
          onSource={setSource}
          onAsked={(id) => void setOpen(id)}
        />
      ) : sources.isPending ? (
        <SkeletonRows rows={6} />
      ) : sources.isError ? (
        <ErrorState
          title="The event sources could not be loaded"
          error={sources.error}
          retry={() => sources.refetch()}
        />
      ) : (
        <NoSources />
      )}
      {rows.length > 0 && (
        <Card flush title="Asked before" note="the latest hundred" className="mt-3">
          <QueryList rows={rows} open={open} onOpen={(id) => void setOpen(id === open ? null : id)} />
        </Card>
      )}
      {queries.isError && (
        <ErrorState
          title="What was asked before could not be loaded"
          error={queries.error}
          retry={() => queries.refetch()}
        />
      )}
      {shown && (
        <div className="mt-3">
          <QueryRecords key={shown.id} query={shown} />
        </div>
      )}
    </>
  )
}
