'use client'
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { useState } from 'react'
import { useApi } from '#components/query/use-api.ts'
import { useRoleReason } from '#components/query/use-status.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { formatCount } from '#components/ui/format.ts'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import type { AllowEntryList } from '#server/services/allow-entries/schema.ts'
import { AllowDialog } from './allow-dialog.tsx'
import { NO_ALLOW_DRAFT } from './allow-draft.ts'
import { AllowEntry } from './allow-entry.tsx'
import { DetectionsNav } from './detections-nav.tsx'

const STATES = [
  { value: 'current', label: 'Current' },
  { value: 'ending', label: 'Ending within 14 days' },
  { value: 'ended', label: 'Ended' },
]
const PAGE_SIZE = 200

/** Which acts are expected, why, by whom that was written, and until when. */
export function AllowPage() {
  const [filter, setFilter] = useQueryStates({
    state: parseAsStringLiteral(['current', 'ending', 'ended']).withDefault('current'),
    q: parseAsString,
  })
  const [open, setOpen] = useState(false)
  const reason = useRoleReason('reviewer')
  const query = useApi<AllowEntryList>('/allow-entries', { ...filter, pageSize: PAGE_SIZE })
  const rows = query.data?.items
  const total = query.data?.total ?? 0
  return (
    <>
      <PageHeader
        title="Allow-list"
        facts={query.data && <span className="num">{formatCount(total)}</span>}
        actions={
          <>
            <div className="w-44">
              <Input
                aria-label="Search the allow-list"
                placeholder="Search"
                value={filter.q ?? ''}
                onChange={(event) => setFilter({ q: event.target.value || null })}
              />
            </div>
            <Select
              aria-label="State"
              options={STATES}
              value={filter.state}
              onChange={(state) =>
                setFilter({ state: state === 'ending' || state === 'ended' ? state : null })
              }
            />
            <Button
              variant="primary"
              disabled={reason !== null}
              title={reason ?? undefined}
              onClick={() => setOpen(true)}
            >
              New entry
            </Button>
          </>
        }
      />
      <DetectionsNav />
      {rows ? (
        rows.length === 0 ? (
          <EmptyState title={filter.q ? 'No entry matches' : 'No entries'}>
            Acts that are expected, such as a pipeline’s deployments, appear here with the reason, who wrote
            it and its end. Open a hit and choose Expect such acts, or begin here.
          </EmptyState>
        ) : (
          <Card flush>
            <ul aria-label="Entries of the allow-list" className="m-0 list-none p-0">
              {rows.map((row) => (
                <AllowEntry key={row.id} row={row} />
              ))}
            </ul>
            {total > rows.length && (
              <p className="m-0 border-t border-line px-3 py-2 text-table text-muted">
                and {formatCount(total - rows.length)} more: search to narrow them
              </p>
            )}
          </Card>
        )
      ) : query.isError ? (
        <ErrorState
          title="The allow-list could not be loaded"
          error={query.error}
          retry={() => query.refetch()}
        />
      ) : (
        <SkeletonRows rows={8} />
      )}
      {open && (
        <AllowDialog draft={NO_ALLOW_DRAFT} readPath="/allow-entries" onClose={() => setOpen(false)} />
      )}
    </>
  )
}
