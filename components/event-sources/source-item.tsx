'use client'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { useChange } from '#components/settings/use-change.ts'
import { Button } from '#components/ui/button.tsx'
import { ConfirmButton } from '#components/ui/confirm-button.tsx'
import { formatCount, formatMs } from '#components/ui/format.ts'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import { isLiveKind, SOURCE_TITLES } from '#server/domain/trail-sources/source-kind.ts'
import type { EventSourceRow } from '#server/services/event-sources/schema.ts'
import { SourceSetup } from './source-setup.tsx'
import { SourceStateWord } from './source-state.tsx'

function Numbers({ row }: { row: EventSourceRow }) {
  if (!isLiveKind(row.kind))
    return (
      <ScopedLink href={`/events/history?source=${row.id}`} className="text-accent hover:underline">
        Ask it about the past
      </ScopedLink>
    )
  return (
    <>
      <span>
        <span className="num">{formatCount(row.records)}</span> {row.records === 1 ? 'record' : 'records'}{' '}
        read
      </span>
      <span>
        last of <Time at={row.lastRecordAt} />
      </span>
      {row.lagMs !== null && <span>arrived {formatMs(row.lagMs)} after it happened</span>}
      {row.waiting !== null && row.waiting > 0 && (
        <span className="text-medium">{formatCount(row.waiting)} messages wait</span>
      )}
      {row.rejects > 0 && (
        <span className="text-medium">{formatCount(row.rejects)} kept aside in 7 days</span>
      )}
    </>
  )
}

/** One event source: how it is doing, and what may be done to it. */
export function SourceItem({ row, admin }: { row: EventSourceRow; admin: string | null }) {
  const change = useChange('/event-sources')
  const { kind, accountId, region, address, settings } = row
  return (
    <li className="grid min-w-0 grid-cols-1 gap-1 border-t border-line px-3 py-2">
      <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
        <Text value={row.name} className="font-medium" />
        <SourceStateWord state={row.state} />
        <span className="text-table text-muted">{SOURCE_TITLES[row.kind]}</span>
        <span className="ml-auto flex shrink-0 items-center gap-1.5">
          <Button
            size="sm"
            disabled={admin !== null || change.isPending}
            title={admin ?? undefined}
            onClick={() =>
              change.mutate({
                path: `/event-sources/${row.id}`,
                method: 'PATCH',
                body: { enabled: !row.enabled },
                said: row.enabled ? 'Switched off' : 'Switched on',
              })
            }
          >
            {row.enabled ? 'Switch off' : 'Switch on'}
          </Button>
          <ConfirmButton
            label="Remove"
            question="Remove this event source?"
            reason={admin}
            busy={change.isPending}
            onConfirm={() =>
              change.mutate({ path: `/event-sources/${row.id}`, method: 'DELETE', said: 'Removed' })
            }
          >
            Nothing more is read from <Text value={row.name} className="font-medium" />. The events that it
            brought stay; what was asked of it goes.
          </ConfirmButton>
        </span>
      </div>
      <Text value={row.address} mono copy className="whitespace-normal break-all text-table" />
      {row.stateText && (
        <Text value={row.stateText} className="whitespace-normal break-words text-table text-high" />
      )}
      <p className="m-0 flex flex-wrap gap-x-3 text-table text-muted">
        <Numbers row={row} />
        <span>
          as <Text value={row.accountName} /> in <span className="num">{row.region}</span>
        </span>
        <span>
          added by <Text value={row.createdBy} />
        </span>
      </p>
      {admin === null && (
        <details>
          <summary className="cursor-pointer text-table text-muted">What it needs</summary>
          <SourceSetup setup={{ kind, accountId, region, address, settings }} />
        </details>
      )}
    </li>
  )
}
