'use client'
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { useState } from 'react'
import { useApi } from '#components/query/use-api.ts'
import { useRoleReason } from '#components/query/use-status.ts'
import { useChange } from '#components/settings/use-change.ts'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { ConfirmButton } from '#components/ui/confirm-button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { formatCount } from '#components/ui/format.ts'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import { visibleText } from '#server/domain/text.ts'
import type { MaintenanceList, MaintenanceRow } from '#server/services/maintenance-windows/schema.ts'
import { MaintenanceDialog } from './maintenance-dialog.tsx'
import { coversWords, weeklyWords } from './maintenance-draft.ts'

const STATES = [
  { value: 'current', label: 'Now and planned' },
  { value: 'ended', label: 'Ended' },
]
const PAGE_SIZE = 200

function When({ row }: { row: MaintenanceRow }) {
  if (row.kind === 'weekly') return <span>{weeklyWords(row)}</span>
  return (
    <span>
      <Time at={row.startsAt} as="clock" /> to {row.endsAt && <Time at={row.endsAt} as="clock" />}
    </span>
  )
}

function MaintenanceLine({ row }: { row: MaintenanceRow }) {
  const reason = useRoleReason('responder')
  const change = useChange('/maintenance-windows')
  return (
    <li className="grid min-w-0 grid-cols-1 gap-1 border-t border-line px-3 py-2 first:border-0">
      <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
        <Text
          value={coversWords(row.selector)}
          mono
          className="min-w-0 max-w-full whitespace-normal break-all"
        />
        {row.holdsUntil && (
          <span className="font-medium text-accent">
            now, until <Time at={row.holdsUntil} />
          </span>
        )}
        {row.state !== 'ended' && (
          <span className="ml-auto shrink-0">
            <ConfirmButton
              label="End now"
              question="End this maintenance?"
              reason={reason}
              busy={change.isPending}
              onConfirm={() =>
                change.mutate({
                  path: `/maintenance-windows/${row.id}/end`,
                  said: 'Ended: what is unusual is an alert again',
                })
              }
            >
              What is unusual from now on is an alert again. It stays in the list of those that ended.
            </ConfirmButton>
          </span>
        )}
      </div>
      <Text value={row.reason} className="max-w-full whitespace-normal break-words" />
      <p className="m-0 flex flex-wrap gap-x-3 text-table text-muted">
        <When row={row} />
        <span>
          {row.incidents === 0
            ? 'nothing unusual yet'
            : `${formatCount(row.incidents)} ${row.incidents === 1 ? 'incident' : 'incidents'} recorded`}
        </span>
        <span>
          written by {visibleText(row.createdBy)}, <Time at={row.createdAt} />
        </span>
        {row.endedAt && (
          <span>
            ended <Time at={row.endedAt} />
            {row.endedBy && ` by ${visibleText(row.endedBy)}`}
          </span>
        )}
      </p>
    </li>
  )
}

/** When metrics are expected to be unusual, why, and by whom that was written. */
export function MaintenancePage() {
  const [filter, setFilter] = useQueryStates({
    state: parseAsStringLiteral(['current', 'ended']).withDefault('current'),
    q: parseAsString,
  })
  const [planning, setPlanning] = useState(false)
  const reason = useRoleReason('responder')
  const query = useApi<MaintenanceList>(
    '/maintenance-windows',
    { ...filter, pageSize: PAGE_SIZE },
    { refreshMs: 60_000 },
  )
  const rows = query.data?.items
  return (
    <Card
      title="Maintenance"
      note="alerts of metrics sleep, incidents are recorded"
      flush
      actions={
        <>
          <div className="w-40">
            <Input
              aria-label="Search maintenance"
              placeholder="Search"
              value={filter.q ?? ''}
              onChange={(event) => setFilter({ q: event.target.value || null })}
            />
          </div>
          <Select
            aria-label="State"
            options={STATES}
            value={filter.state}
            onChange={(state) => setFilter({ state: state === 'ended' ? state : null })}
          />
          <Button
            variant="primary"
            disabled={reason !== null}
            title={reason ?? undefined}
            onClick={() => setPlanning(true)}
          >
            Plan maintenance
          </Button>
        </>
      }
    >
      {rows ? (
        rows.length === 0 ? (
          <EmptyState title={filter.q ? 'No maintenance matches' : 'No maintenance'}>
            Times in which functions are expected to behave unusually, such as a migration or a load test,
            appear here. Plan one, once or every week, and nobody is woken by it.
          </EmptyState>
        ) : (
          <ul aria-label="Maintenance windows" className="m-0 list-none p-0">
            {rows.map((row) => (
              <MaintenanceLine key={row.id} row={row} />
            ))}
          </ul>
        )
      ) : query.isError ? (
        <ErrorState
          title="The maintenance could not be loaded"
          error={query.error}
          retry={() => query.refetch()}
        />
      ) : (
        <SkeletonRows rows={4} />
      )}
      {planning && <MaintenanceDialog onClose={() => setPlanning(false)} />}
    </Card>
  )
}
