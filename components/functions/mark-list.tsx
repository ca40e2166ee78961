'use client'
import { Circle, Diamond, type LucideIcon, Square, Triangle } from 'lucide-react'
import { useState } from 'react'
import { markHref } from '#components/charts/drawn-marks.ts'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { Button } from '#components/ui/button.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import type { FunctionMetrics } from '#server/services/functions/metrics.schema.ts'
import type { Mark } from '#server/services/functions/schema.ts'
import type { ChartAnomaly } from '#server/services/metrics/schema.ts'

type Happened = Omit<Mark, 'kind'> & { kind: Mark['kind'] | 'anomaly'; incidentId?: string | null }

const KINDS: Record<Happened['kind'], { icon: LucideIcon; word: string; className: string }> = {
  deployment: { icon: Triangle, word: 'deployment', className: 'text-accent' },
  configuration: { icon: Diamond, word: 'configuration', className: 'text-series-4' },
  alert: { icon: Square, word: 'alert', className: 'text-firing' },
  anomaly: { icon: Circle, word: 'not usual', className: 'text-high' },
}

function happenedOf(anomaly: ChartAnomaly): Happened {
  return {
    at: anomaly.from,
    kind: 'anomaly',
    label: `${anomaly.metric}: ${anomaly.explanation}`,
    actor: null,
    eventId: null,
    alertId: null,
    incidentId: anomaly.incidentId,
  }
}

const hrefOf = (mark: Happened): string | undefined =>
  mark.incidentId ? `/anomalies?incident=${encodeURIComponent(mark.incidentId)}` : markHref(mark)

const SHOWN_AT_FIRST = 8

type Props = Pick<FunctionMetrics, 'marks' | 'marksFrom' | 'anomalies'>

/** The legend of the marks, told by shape and by word. */
function MarkLegend() {
  return (
    <p aria-hidden className="m-0 flex flex-wrap gap-x-4 border-t border-line pt-2 text-table text-muted">
      {Object.values(KINDS).map(({ icon: Icon, word, className }) => (
        <span key={word} className="inline-flex items-center gap-1.5">
          <Icon size={11} fill={word === 'not usual' ? 'none' : 'currentColor'} className={className} />
          {word}
        </span>
      ))}
    </p>
  )
}

/** The marks of the charts in words, newest first: what happened or was not usual, when, by whom. */
export function MarkList({ marks, marksFrom, anomalies }: Props) {
  const [all, setAll] = useState(false)
  const happened: Happened[] = [...marks, ...anomalies.map(happenedOf)]
  if (happened.length === 0)
    return (
      <p className="m-0 text-table text-muted">
        No deployment, change or alert in this period, and nothing that was not usual.
      </p>
    )
  const newest = happened.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at))
  const hidden = all ? 0 : Math.max(0, newest.length - SHOWN_AT_FIRST)
  return (
    <div className="grid grid-cols-1 justify-items-start gap-1">
      <MarkLegend />
      {marksFrom && (
        <p className="m-0 text-table text-muted">
          There are more changes than are marked here: those before <Time at={marksFrom} as="clock" /> are
          not.
        </p>
      )}
      <ul aria-label="What happened in this period" className="m-0 w-full list-none p-0 text-table">
        {newest.slice(0, newest.length - hidden).map((mark) => {
          const { icon: Icon, word, className } = KINDS[mark.kind]
          const href = hrefOf(mark)
          return (
            <li
              key={`${mark.at} ${mark.kind} ${mark.label}`}
              className="flex min-h-6 min-w-0 items-center gap-2"
            >
              <Icon
                size={11}
                fill={mark.kind === 'anomaly' ? 'none' : 'currentColor'}
                className={`shrink-0 ${className}`}
                aria-label={word}
              />
              <Time at={mark.at} as="clock" className="num w-24 shrink-0 text-muted" />
              {href ? (
                <ScopedLink href={href} className="min-w-0 truncate hover:underline">
                  <Text value={mark.label} />
                </ScopedLink>
              ) : (
                <Text value={mark.label} />
              )}
              {mark.actor && (
                <span className="min-w-0 truncate text-muted">
                  by <Text value={mark.actor} />
                </span>
              )}
            </li>
          )
        })}
      </ul>
      {hidden > 0 && (
        <Button size="sm" variant="ghost" onClick={() => setAll(true)}>
          {hidden} earlier
        </Button>
      )}
    </div>
  )
}
