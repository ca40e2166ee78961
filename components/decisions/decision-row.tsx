'use client'
import type { ReactNode } from 'react'
import { useRoleReason } from '#components/query/use-status.ts'
import { useChange } from '#components/settings/use-change.ts'
import { Button } from '#components/ui/button.tsx'
import { ConfirmButton } from '#components/ui/confirm-button.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import { visibleText } from '#server/domain/text.ts'

type Decision = {
  id: string
  state: 'active' | 'ending' | 'ended'
  reason: string
  createdBy: string
  createdAt: string
  expiresAt: string
  endedAt: string | null
  endedBy: string | null
}

type Props = {
  row: Decision
  /** Where it is read, renewed and ended. */
  path: string
  /** What it covers, in words. */
  covers: string
  noun: string
  /** What is said once it is ended. */
  ended: string
  /** What ending it means, asked before. */
  ending: ReactNode
  /** How much it covers, and whatever else is to be known of it. */
  children: ReactNode
}

/** What was decided for a time: what it covers, why, by whom and until when, with the ways to renew and to end it. */
export function DecisionRow({ row, path, covers, noun, ended, ending, children }: Props) {
  const reason = useRoleReason('reviewer')
  const change = useChange(path)
  const hasEnded = row.state === 'ended'
  return (
    <li className="grid min-w-0 grid-cols-1 gap-1 border-t border-line px-3 py-2 first:border-0">
      <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
        <Text value={covers} mono className="min-w-0 max-w-full whitespace-normal break-all" />
        {!hasEnded && (
          <span className="ml-auto flex shrink-0 items-center gap-1.5">
            <Button
              size="sm"
              disabled={reason !== null || change.isPending}
              title={reason ?? 'Ninety days from now, for the same reason'}
              onClick={() =>
                change.mutate({
                  path: `${path}/${row.id}/renew`,
                  body: { days: 90, reason: row.reason },
                  said: 'It now ends in 90 days',
                })
              }
            >
              Renew
            </Button>
            <ConfirmButton
              label="End now"
              question={`End this ${noun}?`}
              reason={reason}
              busy={change.isPending}
              onConfirm={() => change.mutate({ path: `${path}/${row.id}/end`, said: ended })}
            >
              {ending} The {noun} stays in the list of those that ended.
            </ConfirmButton>
          </span>
        )}
      </div>
      <Text value={row.reason} className="max-w-full whitespace-normal break-words" />
      <p className="m-0 flex flex-wrap gap-x-3 text-table text-muted">
        {children}
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
