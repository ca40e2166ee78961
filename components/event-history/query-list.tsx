'use client'
import { useRoleReason } from '#components/query/use-status.ts'
import { useChange } from '#components/settings/use-change.ts'
import { Badge, type BadgeTone } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { formatCount, formatUsd, formatUtc } from '#components/ui/format.ts'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import type { QueryStatus } from '#server/domain/trail-sources/query-price.ts'
import type { HistoryQueryRow } from '#server/services/history-queries/schema.ts'
import { formatBytes } from './history-form.ts'

const TONES: Record<QueryStatus, { tone: BadgeTone; word: string }> = {
  queued: { tone: 'neutral', word: 'waiting for a worker' },
  running: { tone: 'accent', word: 'running' },
  done: { tone: 'resolved', word: 'done' },
  failed: { tone: 'critical', word: 'failed' },
  cancelled: { tone: 'neutral', word: 'cancelled' },
  'over-budget': { tone: 'medium', word: 'read too much' },
}

const minute = (iso: string) => formatUtc(Date.parse(iso)).replace(/:\d\d UTC$/, '')

/** What was looked for, in one line. */
function questionOf({ filter }: HistoryQueryRow): string {
  const { from, to, ...texts } = filter
  const parts = Object.entries(texts).map(([key, value]) => `${key}:${value}`)
  return [`${minute(from)} to ${minute(to)} UTC`, ...parts].join(' ')
}

type ItemProps = { row: HistoryQueryRow; isOpen: boolean; onOpen: () => void }

function QueryItem({ row, isOpen, onOpen }: ItemProps) {
  const responder = useRoleReason('responder')
  const change = useChange('/history-queries')
  const { tone, word } = TONES[row.status]
  const isGoing = row.status === 'queued' || row.status === 'running'
  return (
    <li className="grid min-w-0 grid-cols-1 gap-1 border-t border-line px-3 py-2 text-table">
      <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
        <Badge tone={tone}>{word}</Badge>
        <button
          type="button"
          aria-pressed={isOpen}
          onClick={onOpen}
          className="min-w-0 break-words text-left font-medium hover:underline"
        >
          <Text value={questionOf(row)} className="whitespace-normal break-words" />
        </button>
        {isGoing && (
          <Button
            size="sm"
            className="ml-auto"
            disabled={responder !== null || change.isPending}
            title={responder ?? undefined}
            onClick={() => change.mutate({ path: `/history-queries/${row.id}/cancel`, said: 'Cancelled' })}
          >
            Cancel
          </Button>
        )}
      </div>
      {row.statusText && <Text value={row.statusText} className="whitespace-normal break-words" />}
      <p className="m-0 flex flex-wrap gap-x-3 text-muted">
        <Text value={row.sourceName} />
        {row.records !== null && (
          <span>
            {formatCount(row.records)} found, {formatCount(row.added)} of them not stored here
          </span>
        )}
        <span>
          {formatBytes(row.scannedBytes)} read of {formatBytes(row.budgetBytes)}
          {row.priceUsd !== null && `, about ${formatUsd(row.priceUsd)}`}
        </span>
        <span>
          by <Text value={row.createdBy} /> <Time at={row.createdAt} />
        </span>
      </p>
    </li>
  )
}

type Props = { rows: HistoryQueryRow[]; open: string | null; onOpen: (id: string) => void }

/** Questions that were asked, the latest first: by whom, how much was read, what came of it. */
export function QueryList({ rows, open, onOpen }: Props) {
  return (
    <ul aria-label="Questions about the past" className="m-0 list-none p-0">
      {rows.map((row) => (
        <QueryItem key={row.id} row={row} isOpen={row.id === open} onOpen={() => onOpen(row.id)} />
      ))}
    </ul>
  )
}
