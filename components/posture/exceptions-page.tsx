'use client'
import { parseAsString, useQueryState } from 'nuqs'
import { useState } from 'react'
import { useApi } from '#components/query/use-api.ts'
import { useRoleReason } from '#components/query/use-status.ts'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { useChange } from '#components/settings/use-change.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { formatCount } from '#components/ui/format.ts'
import { Select } from '#components/ui/select.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import type { ExceptionList, ExceptionRow } from '#server/services/exceptions/schema.ts'
import { ConfirmButton } from './confirm-button.tsx'
import { ExceptionDialog } from './exception-dialog.tsx'
import { NO_DRAFT } from './exception-draft.ts'
import { PostureNav } from './posture-nav.tsx'

const STATES = [
  { value: 'current', label: 'Current' },
  { value: 'ending', label: 'Ending within 14 days' },
  { value: 'ended', label: 'Ended' },
]

/** What an exception covers, in words. */
function selectorWords({ selector }: ExceptionRow): string {
  const { checks, resources, arnPatterns, tags, accounts, everywhere } = selector
  const what = checks.length === 0 ? 'every check' : checks.join(', ')
  const where = [
    ...resources,
    ...arnPatterns,
    ...tags.map(({ key, value }) => (value === null ? `tag ${key}` : `tag ${key}=${value}`)),
    ...accounts.map((id) => `account ${id}`),
  ]
  return `${what} on ${where.length === 0 && everywhere ? 'everything' : where.join(', ')}`
}

function Exception({ row }: { row: ExceptionRow }) {
  const reason = useRoleReason('reviewer')
  const change = useChange('/exceptions')
  const hasEnded = row.state === 'ended'
  return (
    <li className="grid min-w-0 grid-cols-1 gap-1 border-t border-line px-3 py-2">
      <div className="flex min-w-0 flex-wrap items-center gap-x-3">
        <Text value={selectorWords(row)} mono className="min-w-0 max-w-full whitespace-normal break-all" />
        <span className="ml-auto flex shrink-0 items-center gap-1.5">
          {!hasEnded && (
            <>
              <Button
                size="sm"
                disabled={reason !== null || change.isPending}
                title={reason ?? 'Ninety days from now, for the same reason'}
                onClick={() =>
                  change.mutate({
                    path: `/exceptions/${row.id}/renew`,
                    body: { days: 90, reason: row.reason },
                    said: 'It now ends in 90 days',
                  })
                }
              >
                Renew
              </Button>
              <ConfirmButton
                label="End now"
                question="End this exception?"
                reason={reason}
                busy={change.isPending}
                onConfirm={() =>
                  change.mutate({
                    path: `/exceptions/${row.id}/end`,
                    said: 'Ended: what it covered is open again',
                  })
                }
              >
                {row.findings === 1 ? '1 finding opens' : `${formatCount(row.findings)} findings open`} again.
                The exception stays in the list of those that ended.
              </ConfirmButton>
            </>
          )}
        </span>
      </div>
      <Text value={row.reason} className="max-w-full whitespace-normal break-words" />
      <p className="m-0 flex flex-wrap gap-x-3 text-table text-muted">
        <ScopedLink
          href={`/posture/findings?state=excepted&exception=${row.id}`}
          className="text-accent hover:underline"
        >
          {formatCount(row.findings)} {row.findings === 1 ? 'finding' : 'findings'}
        </ScopedLink>
        <span>decided by {row.approver}</span>
        <span>
          written by {row.createdBy}, <Time at={row.createdAt} />
        </span>
        <span className={row.state === 'ending' ? 'font-medium text-high' : undefined}>
          {hasEnded ? 'ended ' : 'ends '}
          <Time at={row.endedAt ?? row.expiresAt} />
          {row.endedBy && ` by ${row.endedBy}`}
        </span>
      </p>
    </li>
  )
}

/** What was decided to be left as it is, why, by whom, and until when. */
export function ExceptionsPage() {
  const [state, setState] = useQueryState('state', parseAsString.withDefault('current'))
  const [open, setOpen] = useState(false)
  const reason = useRoleReason('reviewer')
  const query = useApi<ExceptionList>('/exceptions', { state, pageSize: 200 })
  const rows = query.data?.items
  return (
    <>
      <PageHeader
        title="Exceptions"
        facts={query.data && <span className="num">{formatCount(query.data.total)}</span>}
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
                <Exception key={row.id} row={row} />
              ))}
            </ul>
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
