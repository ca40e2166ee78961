'use client'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { cn } from '#components/ui/cn.ts'
import { SeverityBadge } from '#components/ui/severity-badge.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import { visibleText } from '#server/domain/text.ts'
import { formatDuration } from '#server/domain/time.ts'
import type { IncidentRow } from '#server/services/anomalies/schema.ts'
import { HANDLING_WORDS } from './anomaly-filters.ts'
import { IncidentCharts } from './incident-charts.tsx'

const FUNCTIONS_SHOWN = 6

function When({ startedAt, endedAt, lastSeenAt }: IncidentRow) {
  const lasted = formatDuration(Date.parse(endedAt ?? lastSeenAt) - Date.parse(startedAt))
  return (
    <span>
      {endedAt === null ? 'since ' : ''}
      <Time at={startedAt} as="clock" className="text-text" /> (<Time at={startedAt} />)
      {endedAt === null ? `, going on for ${lasted}` : `, for ${lasted}`}
    </span>
  )
}

function Functions({ functions, anomalies }: IncidentRow) {
  const ids = new Map(anomalies.map((one) => [one.functionName, one.functionId]))
  const shown = functions.slice(0, FUNCTIONS_SHOWN)
  if (functions.length === 0) return <>the account and region as a whole</>
  return (
    <>
      {shown.map((name, i) => {
        const id = ids.get(name)
        return (
          <span key={name}>
            {i > 0 && ', '}
            {typeof id === 'number' ? (
              <ScopedLink href={`/functions/${id}?tab=metrics`} className="num text-accent hover:underline">
                {visibleText(name)}
              </ScopedLink>
            ) : (
              <Text value={name} mono />
            )}
          </span>
        )
      })}
      {functions.length > shown.length && ` and ${functions.length - shown.length} more`}
    </>
  )
}

function Origin({ origin }: IncidentRow) {
  const [eventId] = origin.eventIds
  return eventId ? (
    <ScopedLink
      href={`/events?peek=${encodeURIComponent(eventId)}`}
      className="font-medium text-accent hover:underline"
    >
      {visibleText(origin.text)}
    </ScopedLink>
  ) : (
    <span className={origin.kind === 'none' ? '' : 'font-medium'}>{visibleText(origin.text)}</span>
  )
}

function Handling({ handling, alertId, maintenance, toldBy, accountId, region }: IncidentRow) {
  if (alertId)
    return (
      <ScopedLink href={`/alerts/${encodeURIComponent(alertId)}`} className="text-accent hover:underline">
        It raised an alert
      </ScopedLink>
    )
  if (maintenance) return <>In maintenance: {visibleText(maintenance.reason)}</>
  if (handling !== 'other-alerts') return <>{HANDLING_WORDS[handling]}</>
  const rules = [...new Set(toldBy.map((one) => one.ruleId))]
  return (
    <>
      Told by{' '}
      {rules.map((rule, i) => (
        <span key={rule}>
          {i > 0 && ', '}
          <ScopedLink
            href={`/alerts?rule=${encodeURIComponent(rule)}&accounts=${encodeURIComponent(accountId)}&regions=${encodeURIComponent(region)}&state=firing,acknowledged,snoozed,resolved`}
            className="text-accent hover:underline"
          >
            {visibleText(rule)}
          </ScopedLink>
        </span>
      ))}
    </>
  )
}

type Props = { incident: IncidentRow; isActive: boolean; onFocus: () => void }

/** One incident: what was unusual and since when, what it does, where it likely comes from, and its charts. */
export function IncidentCard({ incident, isActive, onFocus }: Props) {
  return (
    <article
      id={`incident-${incident.id}`}
      tabIndex={-1}
      onFocus={onFocus}
      aria-labelledby={`title-${incident.id}`}
      className={cn(
        'grid min-w-0 grid-cols-1 gap-2 border-t border-line p-3 first:border-0',
        isActive && 'shadow-[inset_2px_0_0_var(--color-accent)]',
      )}
    >
      <header className="grid grid-cols-1 gap-1">
        <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
          <SeverityBadge severity={incident.severity} />
          <Badge tone={incident.endedAt === null ? 'firing' : 'neutral'}>
            {incident.endedAt === null ? 'going on' : 'ended'}
          </Badge>
          <h2 id={`title-${incident.id}`} className="min-w-0 break-words font-semibold">
            {visibleText(incident.title)}
          </h2>
        </div>
        <p className="m-0 flex flex-wrap gap-x-3 text-table text-muted">
          <When {...incident} />
          <span title={incident.accountId} className="inline-flex min-w-0">
            <Text value={incident.accountName} className="max-w-64" />
            &nbsp;· {visibleText(incident.region)}
          </span>
          <span>
            {incident.anomalyCount} {incident.anomalyCount === 1 ? 'series' : 'anomalies'}
          </span>
        </p>
      </header>
      <dl className="m-0 grid grid-cols-[6.5rem_minmax(0,1fr)] gap-x-3 gap-y-0.5 text-table">
        <dt className="text-muted">Impact</dt>
        <dd className="break-words">
          {incident.impact === null ? 'unusual, and no more' : visibleText(incident.impact)}
        </dd>
        <dt className="text-muted">Likely origin</dt>
        <dd className="break-words">
          <Origin {...incident} />
        </dd>
        <dt className="text-muted">Functions</dt>
        <dd className="break-words">
          <Functions {...incident} />
        </dd>
        <dt className="text-muted">What came of it</dt>
        <dd className="break-words">
          <Handling {...incident} />
        </dd>
      </dl>
      <IncidentCharts id={incident.id} />
    </article>
  )
}
