'use client'
import { IncidentCharts } from '#components/anomalies/incident-charts.tsx'
import { DetailPage } from '#components/detail/detail-page.tsx'
import { Timeline } from '#components/detail/timeline.tsx'
import { LogSamples } from '#components/log-samples/log-samples.tsx'
import { useApi } from '#components/query/use-api.ts'
import { Card } from '#components/ui/card.tsx'
import { SeverityBadge } from '#components/ui/severity-badge.tsx'
import { StateBadge } from '#components/ui/state-badge.tsx'
import { Time } from '#components/ui/time.tsx'
import { visibleText } from '#server/domain/text.ts'
import { MINUTE_MS } from '#server/domain/time.ts'
import type { AlertDetail } from '#server/services/alerts/schema.ts'
import { AlertActions } from './alert-actions.tsx'
import { AlertChartView } from './alert-chart-view.tsx'
import { AlertFacts } from './alert-facts.tsx'
import { AlertRecords } from './alert-records.tsx'
import { Assignee } from './assignee.tsx'
import { ChangesBefore } from './changes-before.tsx'
import { Evidence } from './evidence.tsx'
import { ResponseSteps } from './response-steps.tsx'
import { RuleWhy } from './rule-why.tsx'
import { SimilarAlerts } from './similar-alerts.tsx'

const AROUND_MS = 10 * MINUTE_MS

/** One alert: what broke, since when, what changed before, what to do. */
export function AlertPage({ id }: { id: string }) {
  const query = useApi<AlertDetail>(`/alerts/${encodeURIComponent(id)}`)
  return (
    <DetailPage
      query={query}
      noun="alert"
      list={{ href: '/alerts', label: 'All alerts' }}
      missing="It was never raised, or it is older than what Sightline keeps."
      stillWorks="The list of alerts and the function's own page may still answer."
    >
      {(detail) => <AlertBody detail={detail} />}
    </DetailPage>
  )
}

/** From a little before the alert began to a little after it was last seen. */
function boundsOf({ startedAt, lastSeenAt }: AlertDetail['alert']) {
  return { fromMs: Date.parse(startedAt) - AROUND_MS, toMs: Date.parse(lastSeenAt) + AROUND_MS }
}

function AlertBody({ detail }: { detail: AlertDetail }) {
  const { alert } = detail
  return (
    <article className="grid gap-3 xl:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="grid min-w-0 content-start gap-3">
        <header className="grid gap-1">
          <div className="flex items-center gap-1.5">
            <SeverityBadge severity={alert.severity} />
            <StateBadge state={alert.state} />
          </div>
          <h1 className="break-words text-title font-semibold tracking-tight">{visibleText(alert.title)}</h1>
          <AlertFacts alert={alert} />
          <p className="mt-1 max-w-prose break-words">{visibleText(alert.summary)}</p>
          {alert.cause && (
            <p className="max-w-prose break-words">
              <span className="text-muted">Likeliest cause:</span>{' '}
              <span className="font-medium">{visibleText(alert.cause)}</span>
            </p>
          )}
        </header>
        <div className="xl:hidden">
          <AlertActions alert={alert} />
        </div>
        {detail.chart && (
          <Card>
            <AlertChartView chart={detail.chart} detail={detail} />
          </Card>
        )}
        {detail.incidentId && (
          <Card title="Where it is seen" note="the most unusual series first, with what is usual">
            <IncidentCharts id={detail.incidentId} />
          </Card>
        )}
        <Card title="What changed before" note="likeliest cause first" flush>
          <ChangesBefore changes={detail.changesBefore} />
        </Card>
        {detail.evidence.length > 0 && (
          <Card title="Evidence">
            <Evidence items={detail.evidence} />
          </Card>
        )}
        {alert.ruleKind === 'baseline' && alert.resourceId !== null && (
          <LogSamples functionId={alert.resourceId} bounds={() => boundsOf(alert)} />
        )}
        {detail.events.length > 0 && (
          <Card title="Records" note="CloudTrail records that raised it" flush>
            <AlertRecords events={detail.events} />
          </Card>
        )}
        <Card
          title="What to do"
          note={`Sightline only reads: run these yourself, in account ${detail.alert.accountId}`}
        >
          <ResponseSteps detail={detail} />
        </Card>
      </div>
      <aside aria-label="State and history" className="grid min-w-0 content-start gap-3">
        <Card className="max-xl:hidden">
          <AlertActions alert={alert} keys />
        </Card>
        <Card>
          <dl className="grid grid-cols-[5.5rem_minmax(0,1fr)] items-center gap-y-1.5">
            <dt className="text-muted">State</dt>
            <dd className="flex flex-wrap items-center gap-x-2 text-table text-muted">
              <StateBadge state={alert.state} />
              {alert.state === 'acknowledged' &&
                alert.acknowledgedBy &&
                `by ${visibleText(alert.acknowledgedBy)}`}
              {alert.state === 'snoozed' && (
                <span>
                  fires again <Time at={alert.snoozedUntil} />
                </span>
              )}
            </dd>
            <dt className="text-muted">Assignee</dt>
            <dd>
              <Assignee alert={alert} />
            </dd>
          </dl>
        </Card>
        <Card title="Timeline">
          <Timeline entries={detail.entries} />
        </Card>
        <Card title="Similar alerts before" flush>
          <SimilarAlerts alerts={detail.similar} />
        </Card>
        <Card title="Why this is an alert">
          <RuleWhy rule={detail.rule} kind={detail.alert.ruleKind} />
        </Card>
      </aside>
    </article>
  )
}
