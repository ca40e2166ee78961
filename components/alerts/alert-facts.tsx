import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { formatCount } from '#components/ui/format.ts'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import { visibleText } from '#server/domain/text.ts'
import { MINUTE_MS } from '#server/domain/time.ts'
import type { AlertRow } from '#server/services/alerts/schema.ts'

/** Since when, how often, where: one line. */
export function AlertFacts({ alert }: { alert: AlertRow }) {
  return (
    <p className="flex flex-wrap gap-x-2 gap-y-0.5 text-table text-muted">
      <span>
        since <Time at={alert.startedAt} as="clock" className="text-text" /> (<Time at={alert.startedAt} />)
      </span>
      <Dot />
      <span>
        {alert.resolvedAt ? (
          <>
            resolved <Time at={alert.resolvedAt} />
          </>
        ) : (
          <>
            last seen <Time at={alert.lastSeenAt} />
          </>
        )}
      </span>
      {alert.occurrences > 1 && (
        <>
          <Dot />
          <span>seen {formatCount(alert.occurrences)} times</span>
        </>
      )}
      <Dot />
      <span title={alert.accountId} className="inline-flex min-w-0">
        <Text value={alert.accountName} className="max-w-64" />
        &nbsp;· {visibleText(alert.region)}
      </span>
      {alert.resourceName && (
        <>
          <Dot />
          <AlertResource alert={alert} />
        </>
      )}
      {USES_CONCURRENCY.has(alert.ruleId) && (
        <>
          <Dot />
          <ScopedLink href={concurrencyHref(alert)} className="text-accent hover:underline">
            who uses the concurrency
          </ScopedLink>
        </>
      )}
    </p>
  )
}

const USES_CONCURRENCY: ReadonlySet<string> = new Set(['account-concurrency', 'throttles'])
const AROUND_MS = 90 * MINUTE_MS

/** The concurrency of the alert's place, from a while before it began to when it was last seen. */
function concurrencyHref({ accountId, region, startedAt, lastSeenAt }: AlertRow): string {
  const at = (time: string, ms: number) => new Date(Date.parse(time) + ms).toISOString()
  return `/concurrency?place=${accountId}/${region}&from=${at(startedAt, -AROUND_MS)}&to=${at(lastSeenAt, AROUND_MS / 3)}`
}

/** The function that the alert is about, leading to its page where it is known. */
export function AlertResource({ alert }: { alert: AlertRow }) {
  if (!alert.resourceName) return <span className="text-faint">–</span>
  const name = visibleText(alert.resourceName)
  if (alert.resourceId === null) return <span className="num truncate">{name}</span>
  return (
    <ScopedLink
      href={`/functions/${alert.resourceId}`}
      title={name}
      className="num inline-block max-w-64 truncate align-bottom text-accent hover:underline"
    >
      {name}
    </ScopedLink>
  )
}

function Dot() {
  return (
    <span aria-hidden className="text-faint">
      ·
    </span>
  )
}
