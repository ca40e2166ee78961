'use client'
import { useState } from 'react'
import { TableOrRows } from '#components/posture/table-or-rows.tsx'
import type { ApiParams } from '#components/query/request.ts'
import { useApi } from '#components/query/use-api.ts'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { Button, buttonClass } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { formatCount } from '#components/ui/format.ts'
import type { MiniColumn } from '#components/ui/mini-table.tsx'
import { SeverityLabel } from '#components/ui/severity-badge.tsx'
import { Sheet } from '#components/ui/sheet.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import { visibleText } from '#server/domain/text.ts'
import { personName } from '#server/domain/trail/short-actor.ts'
import type { HitList, HitRow } from '#server/services/detections/schema.ts'
import { HitOutcome } from './hit-outcome.tsx'
import { HitPhoneRow } from './hit-phone-row.tsx'
import { HitView } from './hit-view.tsx'

const SHOWN = 20

const columns = (open: (id: string) => void): MiniColumn<HitRow>[] => [
  { head: 'When', cell: (row) => <Time at={row.at} as="clock" className="num" /> },
  { head: 'Severity', cell: (row) => <SeverityLabel severity={row.severity} /> },
  {
    head: 'What',
    className: 'w-full max-w-0 min-w-40',
    cell: (row) => (
      <Button
        variant="ghost"
        size="sm"
        className="-ml-2 max-w-full text-text"
        onClick={() => open(row.id)}
        title={visibleText(row.summary)}
      >
        <span className="truncate">{visibleText(row.title)}</span>
      </Button>
    ),
  },
  { head: 'Actor', cell: (row) => <Text value={personName(row.actorName)} mono className="max-w-36" /> },
  { head: 'Outcome', cell: (row) => <HitOutcome row={row} /> },
]

type Props = {
  title: string
  /** What is asked of the list of hits. */
  params: ApiParams
  /** "in the period" */
  within: string
  /** Where all of them are listed. */
  allHref?: string
  none: string
}

/** Hits of one detection or one function, the newest first; each opens with its records and the way to expect it. */
export function HitsCard({ title, params, within, allHref, none }: Props) {
  const [opened, setOpened] = useState<string | null>(null)
  const query = useApi<HitList>('/detections/hits', { ...params, pageSize: SHOWN })
  const rows = query.data?.items ?? []
  const total = query.data?.total ?? 0
  const row = rows.find((one) => one.id === opened)
  const cut = total > SHOWN ? `the newest ${SHOWN} of ` : ''
  return (
    <Card
      title={title}
      note={query.data && `${cut}${formatCount(total)} ${within}`}
      flush
      actions={
        total > SHOWN &&
        allHref && (
          <ScopedLink href={allHref} className={buttonClass('default', 'sm')}>
            All {formatCount(total)}
          </ScopedLink>
        )
      }
    >
      {query.data ? (
        rows.length === 0 ? (
          <p className="m-0 px-3 pb-3 text-table text-muted">{none}</p>
        ) : (
          <TableOrRows
            label="Hits"
            columns={columns(setOpened)}
            rows={rows}
            rowKey={(one) => one.id}
            phoneRow={(one) => (
              <button
                type="button"
                className="block w-full min-w-0 px-3 py-2 text-left"
                onClick={() => setOpened(one.id)}
              >
                <HitPhoneRow row={one} />
              </button>
            )}
          />
        )
      ) : query.isError ? (
        <ErrorState title="The hits could not be loaded" error={query.error} retry={() => query.refetch()} />
      ) : (
        <SkeletonRows rows={4} />
      )}
      {row && (
        <Sheet open onOpenChange={(open) => !open && setOpened(null)} title={<Text value={row.title} />}>
          <HitView row={row} />
        </Sheet>
      )}
    </Card>
  )
}
