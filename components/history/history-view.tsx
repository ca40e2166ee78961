'use client'
import { parseAsInteger, parseAsString, useQueryState } from 'nuqs'
import { useState } from 'react'
import { EventList } from '#components/events/event-list.tsx'
import { EventSheet } from '#components/events/event-sheet.tsx'
import { useApi } from '#components/query/use-api.ts'
import { useScope } from '#components/scope/use-scope.ts'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import type { ResourceHistory } from '#server/services/history/schema.ts'
import { CompareBar } from './compare-bar.tsx'
import { readCompareRange, writeCompareRange } from './compare-range.ts'
import { ComparisonCard } from './comparison-card.tsx'
import { VersionCard } from './version-card.tsx'

const PAGE_SIZE = 25

/** A resource's timeline: every version with its diff, call, actor and login; and any two times compared. */
export function HistoryView({ id }: { id: string }) {
  const { scopeParams } = useScope()
  const [page, setPage] = useQueryState('history', parseAsInteger.withDefault(1))
  const [compare, setCompare] = useQueryState('compare', parseAsString.withOptions({ history: 'push' }))
  const [openEvent, setOpenEvent] = useState<string | null>(null)
  const range = readCompareRange(compare)
  const query = useApi<ResourceHistory>(`/resources/${id}/versions`, {
    ...scopeParams,
    page: Math.max(1, page),
    pageSize: PAGE_SIZE,
  })
  if (query.isPending) return <SkeletonRows rows={8} />
  if (!query.data)
    return (
      <ErrorState
        title="The history could not be loaded"
        error={query.error}
        stillWorks="The events page reads CloudTrail apart from this."
        retry={() => query.refetch()}
      />
    )
  const { items, total, events } = query.data
  const pages = Math.max(1, Math.ceil(total / PAGE_SIZE))
  const compareWithNow = (from: string) => setCompare(writeCompareRange(Date.parse(from), Date.now()))
  return (
    <div className="grid grid-cols-1 min-w-0 gap-3">
      <CompareBar range={range} setRange={setCompare} />
      {range && <ComparisonCard id={id} range={range} onOpen={setOpenEvent} />}
      <Card title="Versions" note={total} flush>
        {items.length === 0 ? (
          <EmptyState title="No version is kept">It was never read in full.</EmptyState>
        ) : (
          <ul className="m-0 list-none p-0">
            {items.map((entry) => (
              <VersionCard
                key={`${entry.at} ${entry.kind}`}
                entry={entry}
                onOpen={setOpenEvent}
                onCompare={compareWithNow}
              />
            ))}
          </ul>
        )}
        {pages > 1 && (
          <nav aria-label="Pages of versions" className="flex justify-end gap-1 border-t border-line p-1.5">
            <span className="num mr-auto px-1.5 text-table text-muted">
              page {page} of {pages}
            </span>
            <Button size="sm" disabled={page <= 1} onClick={() => setPage(page - 1)}>
              Newer
            </Button>
            <Button size="sm" disabled={page >= pages} onClick={() => setPage(page + 1)}>
              Older
            </Button>
          </nav>
        )}
      </Card>
      <Card
        title="Other calls on it in this period"
        note="Successful writes in CloudTrail that no version above accounts for"
        flush
      >
        <EventList events={events} onOpen={setOpenEvent} empty="None in this period." />
      </Card>
      {openEvent && <EventSheet id={openEvent} onClose={() => setOpenEvent(null)} />}
    </div>
  )
}
