'use client'
import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import type { LineEvidence } from '#server/domain/access/access.ts'

const DECISIONS: Record<LineEvidence['decision'], { title: string; note: string; tone: string }> = {
  keep: { title: 'Kept', note: 'seen in use, or needed by its configuration', tone: 'text-accent' },
  unobservable: {
    title: 'Kept unseen',
    note: 'its use cannot be observed, so the grant stays as it is',
    tone: 'hatched rounded-sm px-1',
  },
  drop: { title: 'Dropped', note: 'granted today and not seen in use in the window', tone: 'text-high' },
}
const ORDER = ['keep', 'unobservable', 'drop'] as const
const SHOWN = 20

function Line({ line, onOpen }: { line: LineEvidence; onOpen: (eventId: string) => void }) {
  return (
    <li className="border-t border-line px-3 py-1.5">
      <span className="num font-medium">{line.action}</span>
      {line.resources.length > 0 && (
        <span className="text-muted">
          {' '}
          on <Text value={line.resources.join(', ')} mono className="whitespace-normal break-all" />
        </span>
      )}
      {line.because.map((one) => (
        <span key={`${one.source} ${one.text}`} className="block pl-3 text-muted">
          {one.source}: <Text value={one.text} className="whitespace-normal" />
          {one.at && (
            <>
              {' '}
              (<Time at={one.at} />)
            </>
          )}
          {one.eventId && (
            <Button
              size="sm"
              variant="ghost"
              className="text-accent"
              onClick={() => one.eventId && onOpen(one.eventId)}
            >
              Event
            </Button>
          )}
        </span>
      ))}
    </li>
  )
}

function Group({
  decision,
  lines,
  onOpen,
}: {
  decision: LineEvidence['decision']
  lines: LineEvidence[]
  onOpen: (eventId: string) => void
}) {
  const [all, setAll] = useState(false)
  if (lines.length === 0) return null
  const { title, note, tone } = DECISIONS[decision]
  const shown = all ? lines : lines.slice(0, SHOWN)
  return (
    <section>
      <h3 className="m-0 px-3 pt-2 pb-1 text-table">
        <span className={`font-medium ${tone}`}>
          {title} {lines.length}
        </span>
        <span className="font-normal text-muted">: {note}</span>
      </h3>
      <ul className="m-0 list-none p-0 text-table">
        {shown.map((line) => (
          <Line key={`${line.action} ${line.resources.join()}`} line={line} onOpen={onOpen} />
        ))}
      </ul>
      {lines.length > shown.length && (
        <Button size="sm" variant="ghost" className="m-1.5" onClick={() => setAll(true)}>
          Show all {lines.length}
        </Button>
      )}
    </section>
  )
}

/** Why each line of the proposed policy is there, and why each that is granted today is not. */
export function ProposalLines({
  lines,
  onOpen,
}: {
  lines: LineEvidence[]
  onOpen: (eventId: string) => void
}) {
  return ORDER.map((decision) => (
    <Group
      key={decision}
      decision={decision}
      lines={lines.filter((line) => line.decision === decision)}
      onOpen={onOpen}
    />
  ))
}
