'use client'
import { parseAsString, useQueryState } from 'nuqs'
import { useState } from 'react'
import { useApi } from '#components/query/use-api.ts'
import { useRoleReason } from '#components/query/use-status.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { formatCount } from '#components/ui/format.ts'
import { Select } from '#components/ui/select.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import type { ExceptionList } from '#server/services/exceptions/schema.ts'
import { ExceptionDialog } from './exception-dialog.tsx'
import { NO_DRAFT } from './exception-draft.ts'
import { ExceptionRow } from './exception-row.tsx'
import { PostureNav } from './posture-nav.tsx'

const STATES = [
  { value: 'current', label: 'Current' },
  { value: 'ending', label: 'Ending within 14 days' },
  { value: 'ended', label: 'Ended' },
]
const PAGE_SIZE = 200

/** What was decided to be left as it is, why, by whom, and until when. */
export function ExceptionsPage() {
  const [state, setState] = useQueryState('state', parseAsString.withDefault('current'))
  const [open, setOpen] = useState(false)
  const reason = useRoleReason('reviewer')
  const query = useApi<ExceptionList>('/exceptions', { state, pageSize: PAGE_SIZE })
  const rows = query.data?.items
  const total = query.data?.total ?? 0
  return (
    <>
      <PageHeader
        title="Exceptions"
        facts={query.data && <span className="num">{formatCount(total)}</span>}
        actions={
          <>
            <Select aria-label="State" options={STATES} value={state} onChange={setState} />
            <Button
              variant="primary"
              disabled={reason !== null}
              title={reason ?? undefined}
              onClick={() => setOpen(true)}
            >
              New exception
            </Button>
          </>
        }
      />
      <PostureNav />
      {rows ? (
        rows.length === 0 ? (
          <EmptyState title="No exceptions">
            What is decided to be left as it is appears here, with its reason, who decided it, and its end.
            Open a finding and choose Except, or begin here.
          </EmptyState>
        ) : (
          <Card flush>
            <ul aria-label="Exceptions" className="m-0 list-none p-0">
              {rows.map((row) => (
                <ExceptionRow key={row.id} row={row} />
              ))}
            </ul>
            {total > rows.length && (
              <p className="m-0 border-t border-line px-3 py-2 text-table text-muted">
                and {formatCount(total - rows.length)} more, which the API lists
              </p>
            )}
          </Card>
        )
      ) : query.isError ? (
        <ErrorState
          title="The exceptions could not be loaded"
          error={query.error}
          retry={() => query.refetch()}
        />
      ) : (
        <SkeletonRows rows={8} />
      )}
      {open && <ExceptionDialog draft={NO_DRAFT} readPath="/exceptions" onClose={() => setOpen(false)} />}
    </>
  )
}
