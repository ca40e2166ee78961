'use client'
import { useApi } from '#components/query/use-api.ts'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { useScope } from '#components/scope/use-scope.ts'
import { SeverityLabel } from '#components/ui/severity-badge.tsx'
import { visibleText } from '#server/domain/text.ts'
import type { AlertList } from '#server/services/alerts/schema.ts'

const SHOWN = 3
const WANTED = { rule: 'cost-spike,account-cost-spike,cost-budget', state: 'open', pageSize: SHOWN }

/** What costs more than usual now, or than its budget has: the worst of it, each leading to its alert. */
export function CostAlerts() {
  const { scopeParams } = useScope()
  const { data } = useApi<AlertList>('/alerts', { ...scopeParams, ...WANTED })
  if (!data || data.items.length === 0) return null
  return (
    <ul
      aria-label="What costs more than usual"
      className="mb-0 mt-2 list-none border-t border-line p-0 pt-2 text-table"
    >
      {data.items.map((alert) => (
        <li key={alert.id} className="flex min-w-0 items-baseline gap-x-2">
          <SeverityLabel severity={alert.severity} />
          <ScopedLink
            href={`/alerts/${encodeURIComponent(alert.id)}`}
            className="shrink-0 font-medium hover:underline"
          >
            {visibleText(alert.title)}
          </ScopedLink>
          <span className="min-w-0 truncate text-muted" title={visibleText(alert.summary)}>
            {visibleText(alert.cause ?? alert.summary)}
          </span>
        </li>
      ))}
      {data.total > data.items.length && (
        <li>
          <ScopedLink href={`/alerts?rule=${WANTED.rule}`} className="text-accent hover:underline">
            {data.total - data.items.length} more
          </ScopedLink>
        </li>
      )}
    </ul>
  )
}
