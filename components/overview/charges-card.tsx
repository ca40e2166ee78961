'use client'
import { TimeChart } from '#components/charts/time-chart.tsx'
import { CostAlerts } from '#components/cost/cost-alerts.tsx'
import { LambdaCostRow } from '#components/cost/lambda-cost-row.tsx'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { Card } from '#components/ui/card.tsx'
import { formatUsd } from '#components/ui/format.ts'
import { Time } from '#components/ui/time.tsx'
import { DAY_MS } from '#server/domain/time.ts'
import type { Overview } from '#server/services/overview/schema.ts'

type Props = { charges: Overview['charges']; month: Overview['tiles']['charges'] }

/** AWS's estimated charges by UTC day. Denied and not collected are said, never drawn as zero. */
export function ChargesCard({ charges, month }: Props) {
  const days = charges.days.map((day): [number, number | null] => [
    Date.parse(`${day.day}T00:00:00Z`),
    day.usd,
  ])
  const [first, last] = [days[0]?.[0], days.at(-1)?.[0]]
  return (
    <Card
      id="charges"
      title="Charges by day"
      note={
        month && (
          <>
            {formatUsd(month.monthToDateUsd)} this month
            {month.forecastUsd !== null && ` → ${formatUsd(month.forecastUsd)}`}, as AWS said{' '}
            <Time at={month.at} />
          </>
        )
      }
    >
      {charges.state === 'denied' && (
        <p className="hatched mb-2 rounded-md border border-line px-3 py-2">
          <span className="bg-surface px-1">
            AWS/Billing was denied: charges are unknown.{' '}
            <ScopedLink href="/settings/coverage" className="text-accent underline">
              What is missing
            </ScopedLink>
          </span>
        </p>
      )}
      {first === undefined || last === undefined ? (
        charges.state !== 'denied' && (
          <p className="text-muted">
            No charges were collected yet. AWS publishes them a few times a day, in us-east-1, once billing
            alerts are switched on.
          </p>
        )
      ) : (
        <TimeChart
          title="Estimated charges"
          unit="USD"
          from={first}
          to={last + DAY_MS}
          periodSeconds={DAY_MS / 1000}
          series={[
            { key: 'usd', name: 'Charges', kind: 'bar', points: days, tone: 'series-5', summary: 'sum' },
          ]}
          empty="No charges were reported in this period"
        />
      )}
      <CostAlerts />
      <LambdaCostRow />
    </Card>
  )
}
