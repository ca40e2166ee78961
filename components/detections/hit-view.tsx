'use client'
import { useState } from 'react'
import { Facts } from '#components/detail/facts.tsx'
import { EventSheet } from '#components/events/event-sheet.tsx'
import { EvidenceList } from '#components/posture/evidence-list.tsx'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { Button } from '#components/ui/button.tsx'
import { SeverityBadge } from '#components/ui/severity-badge.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import { visibleText } from '#server/domain/text.ts'
import type { HitRow } from '#server/services/detections/schema.ts'
import { AllowButton } from './allow-button.tsx'
import { detectionHref } from './detection-words.ts'
import { HitOutcome } from './hit-outcome.tsx'

const SHOWN = 20

function HitRecords({ row }: { row: HitRow }) {
  const [opened, setOpened] = useState<string | null>(null)
  const more = row.events - Math.min(row.eventIds.length, SHOWN)
  return (
    <section aria-label="Records" className="grid grid-cols-1 gap-1">
      <h3 className="caps">Records it rests on</h3>
      <ul className="m-0 grid list-none grid-cols-1 p-0 text-table">
        {row.eventIds.slice(0, SHOWN).map((id) => (
          <li key={id} className="min-w-0">
            <Button
              variant="ghost"
              size="sm"
              className="num -ml-2 max-w-full text-accent"
              onClick={() => setOpened(id)}
            >
              <span className="truncate">{visibleText(id)}</span>
            </Button>
          </li>
        ))}
        {more > 0 && <li className="text-muted">and {more} more</li>}
      </ul>
      {opened !== null && <EventSheet id={opened} onClose={() => setOpened(null)} />}
    </section>
  )
}

/** A hit in the drawer: what, who, what decided it, its records, and the way to say that it is expected. */
export function HitView({ row }: { row: HitRow }) {
  return (
    <div className="grid grid-cols-1 gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <SeverityBadge severity={row.severity} />
        <HitOutcome row={row} />
        <span className="ml-auto">
          <AllowButton hit={row} />
        </span>
      </div>
      <p className="m-0 break-words">{visibleText(row.summary)}</p>
      <Facts
        facts={[
          {
            label: 'Detection',
            value: (
              <ScopedLink href={detectionHref(row.detectionId)} className="text-accent hover:underline">
                {visibleText(row.detectionTitle)}
              </ScopedLink>
            ),
          },
          {
            label: 'When',
            value: (
              <>
                <Time at={row.at} as="clock" />
                {row.lastAt !== row.at && (
                  <>
                    {' to '}
                    <Time at={row.lastAt} as="clock" />
                  </>
                )}
              </>
            ),
          },
          { label: 'Actor', value: <Text value={row.actorArn} mono copy /> },
          { label: 'Account', value: <Text value={`${row.accountName}, ${row.region}`} /> },
          ...(row.functionName ? [{ label: 'Function', value: <Text value={row.functionName} mono /> }] : []),
          ...(row.allowedBy
            ? [
                {
                  label: 'Allowed because',
                  value: (
                    <Text value={row.allowedBy.reason} className="max-w-full whitespace-normal break-words" />
                  ),
                },
              ]
            : []),
        ]}
      />
      <EvidenceList evidence={row.evidence} />
      <HitRecords row={row} />
    </div>
  )
}
