'use client'
import { useState } from 'react'
import { EventSheet } from '#components/events/event-sheet.tsx'
import { useApi } from '#components/query/use-api.ts'
import { useRoleReason } from '#components/query/use-status.ts'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { useChange } from '#components/settings/use-change.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { ConfirmButton } from '#components/ui/confirm-button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { formatCount } from '#components/ui/format.ts'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import { visibleText } from '#server/domain/text.ts'
import { personName } from '#server/domain/trail/short-actor.ts'
import type { CanaryList, CanaryRow } from '#server/services/canaries/schema.ts'
import { CanaryDialog } from './canary-dialog.tsx'
import { DetectionsNav } from './detections-nav.tsx'

const KIND_WORDS: Record<CanaryRow['kind'], string> = {
  function: 'function',
  role: 'role',
  'access-key': 'access key',
}

function hrefOf({ kind, resourceId }: CanaryRow): string | null {
  if (resourceId === null || kind === 'access-key') return null
  return kind === 'function' ? `/functions/${resourceId}` : `/roles/${resourceId}`
}

type Props = { row: CanaryRow; storedFrom: string | null; onOpen: (eventId: string) => void }

function Canary({ row, storedFrom, onOpen }: Props) {
  const reason = useRoleReason('reviewer')
  const change = useChange('/canaries')
  const href = hrefOf(row)
  const name = <Text value={row.name} mono className="max-w-full font-medium" />
  return (
    <li className="grid min-w-0 grid-cols-1 gap-1 border-t border-line px-3 py-2 first:border-0">
      <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
        <Badge>{KIND_WORDS[row.kind]}</Badge>
        {href ? (
          <ScopedLink href={href} className="min-w-0 hover:underline">
            {name}
          </ScopedLink>
        ) : (
          name
        )}
        {row.resourceId === null && row.kind !== 'access-key' && (
          <span className="text-table text-medium">not in the inventory</span>
        )}
        <span className="ml-auto">
          <ConfirmButton
            label="Unmark"
            question="Take the mark away?"
            reason={reason}
            busy={change.isPending}
            onConfirm={() =>
              change.mutate({
                path: `/canaries/${row.id}`,
                method: 'DELETE',
                said: 'It is no canary any more',
              })
            }
          >
            Whoever touches {visibleText(row.name)} is no alert any more.
          </ConfirmButton>
        </span>
      </div>
      <Text value={row.note} className="max-w-full whitespace-normal break-words" />
      <p className="m-0 flex flex-wrap items-center gap-x-3 text-table text-muted">
        {row.touched ? (
          <span className="flex flex-wrap items-center gap-x-1">
            <span>last touched</span>
            <Time at={row.touched.at} />
            <Button
              variant="ghost"
              size="sm"
              className="num -mx-1 text-accent"
              onClick={() => row.touched && onOpen(row.touched.eventId)}
            >
              {visibleText(row.touched.eventName)}
            </Button>
            <span>
              by <Text value={personName(row.touched.actorName)} mono />
            </span>
          </span>
        ) : storedFrom ? (
          <span>
            not touched since <Time at={storedFrom} as="clock" />, as far back as events are stored
          </span>
        ) : (
          <span className="hatched rounded-sm px-1">no events are stored: nobody knows who touched it</span>
        )}
        <span>{visibleText(row.accountName)}</span>
        <span>
          marked by {visibleText(row.createdBy)}, <Time at={row.createdAt} />
        </span>
      </p>
    </li>
  )
}

/** Functions, roles and access keys that nobody has a reason to touch, and who did last. */
export function CanariesPage() {
  const [marking, setMarking] = useState(false)
  const [opened, setOpened] = useState<string | null>(null)
  const reason = useRoleReason('reviewer')
  const query = useApi<CanaryList>('/canaries', undefined, { refreshMs: 30_000 })
  const rows = query.data?.items
  return (
    <>
      <PageHeader
        title="Canaries"
        facts={rows && <span className="num">{formatCount(rows.length)}</span>}
        actions={
          <Button
            variant="primary"
            disabled={reason !== null}
            title={reason ?? undefined}
            onClick={() => setMarking(true)}
          >
            Mark a canary
          </Button>
        }
      />
      <DetectionsNav />
      {query.data && rows ? (
        rows.length === 0 ? (
          <EmptyState title="No canaries">
            A function, role or access key that nobody has a reason to touch: put one where an intruder would
            look, mark it here, and whoever touches it is a critical alert.
          </EmptyState>
        ) : (
          <Card flush>
            <ul aria-label="Canaries" className="m-0 list-none p-0">
              {rows.map((row) => (
                <Canary key={row.id} row={row} storedFrom={query.data.storedFrom} onOpen={setOpened} />
              ))}
            </ul>
          </Card>
        )
      ) : query.isError ? (
        <ErrorState
          title="The canaries could not be loaded"
          error={query.error}
          retry={() => query.refetch()}
        />
      ) : (
        <SkeletonRows rows={6} />
      )}
      {marking && <CanaryDialog onClose={() => setMarking(false)} />}
      {opened !== null && <EventSheet id={opened} onClose={() => setOpened(null)} />}
    </>
  )
}
