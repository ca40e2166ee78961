'use client'
import { ConfirmButton } from '#components/posture/confirm-button.tsx'
import { useRoleReason } from '#components/query/use-status.ts'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { useChange } from '#components/settings/use-change.ts'
import { Button } from '#components/ui/button.tsx'
import { formatCount } from '#components/ui/format.ts'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import { visibleText } from '#server/domain/text.ts'
import type { AllowEntryRow } from '#server/services/allow-entries/schema.ts'
import { selectorWords } from './allow-draft.ts'

/** An entry with what it kept from being alerts, who wrote it, and the ways to renew and to end it. */
export function AllowEntry({ row }: { row: AllowEntryRow }) {
  const reason = useRoleReason('reviewer')
  const change = useChange('/allow-entries')
  const hasEnded = row.state === 'ended'
  return (
    <li className="grid min-w-0 grid-cols-1 gap-1 border-t border-line px-3 py-2 first:border-0">
      <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
        <Text
          value={selectorWords(row.selector)}
          mono
          className="min-w-0 max-w-full whitespace-normal break-all"
        />
        {!hasEnded && (
          <span className="ml-auto flex shrink-0 items-center gap-1.5">
            <Button
              size="sm"
              disabled={reason !== null || change.isPending}
              title={reason ?? 'Ninety days from now, for the same reason'}
              onClick={() =>
                change.mutate({
                  path: `/allow-entries/${row.id}/renew`,
                  body: { days: 90, reason: row.reason },
                  said: 'It now ends in 90 days',
                })
              }
            >
              Renew
            </Button>
            <ConfirmButton
              label="End now"
              question="End this entry?"
              reason={reason}
              busy={change.isPending}
              onConfirm={() =>
                change.mutate({
                  path: `/allow-entries/${row.id}/end`,
                  said: 'Ended: what it covered is an alert from the next time on',
                })
              }
            >
              What it covered is an alert again, from the next time on. The entry stays in the list of those
              that ended.
            </ConfirmButton>
          </span>
        )}
      </div>
      <Text value={row.reason} className="max-w-full whitespace-normal break-words" />
      <p className="m-0 flex flex-wrap gap-x-3 text-table text-muted">
        <ScopedLink href={`/detections/hits?entry=${row.id}`} className="text-accent hover:underline">
          {formatCount(row.allowed30d)} {row.allowed30d === 1 ? 'hit' : 'hits'} in 30 days
        </ScopedLink>
        {row.lastAllowedAt ? (
          <span>
            last <Time at={row.lastAllowedAt} />
          </span>
        ) : (
          <span>never used</span>
        )}
        <span>
          written by {visibleText(row.createdBy)}, <Time at={row.createdAt} />
        </span>
        <span className={row.state === 'ending' ? 'font-medium text-high' : undefined}>
          {hasEnded ? 'ended ' : 'ends '}
          <Time at={row.endedAt ?? row.expiresAt} />
          {row.endedBy && ` by ${visibleText(row.endedBy)}`}
        </span>
      </p>
    </li>
  )
}
