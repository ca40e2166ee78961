'use client'
import { useApi } from '#components/query/use-api.ts'
import { ErrorState } from '#components/ui/error-state.tsx'
import { SeverityBadge } from '#components/ui/severity-badge.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { StateBadge } from '#components/ui/state-badge.tsx'
import { visibleText } from '#server/domain/text.ts'
import type { AlertDetail, AlertRow } from '#server/services/alerts/schema.ts'
import { AlertActions } from './alert-actions.tsx'
import { AlertChartView } from './alert-chart-view.tsx'
import { AlertFacts } from './alert-facts.tsx'
import { ChangesBefore } from './changes-before.tsx'
import { Evidence } from './evidence.tsx'

const CHANGES_SHOWN = 3

/** An alert in the drawer: enough to decide whether to acknowledge it or to open its page. */
export function AlertPeek({ alert }: { alert: AlertRow }) {
  const { data, error, refetch } = useApi<AlertDetail>(`/alerts/${encodeURIComponent(alert.id)}`)
  const detail = data?.alert.id === alert.id ? data : undefined
  return (
    <div className="grid grid-cols-1 gap-3">
      <div className="flex items-center gap-1.5">
        <SeverityBadge severity={alert.severity} />
        <StateBadge state={alert.state} />
      </div>
      <h3 className="break-words font-semibold">{visibleText(alert.title)}</h3>
      <AlertFacts alert={alert} />
      <p className="break-words">{visibleText(alert.summary)}</p>
      <AlertActions alert={alert} />
      {detail ? (
        <>
          {detail.chart && <AlertChartView chart={detail.chart} detail={detail} />}
          <section className="-mx-3">
            <h3 className="caps px-3 pb-1">What changed before</h3>
            <ChangesBefore changes={detail.changesBefore.slice(0, CHANGES_SHOWN)} />
          </section>
          <Evidence items={detail.evidence} />
        </>
      ) : error ? (
        <ErrorState title="The alert's details could not be loaded" error={error} retry={() => refetch()} />
      ) : (
        <SkeletonRows rows={4} />
      )}
    </div>
  )
}
