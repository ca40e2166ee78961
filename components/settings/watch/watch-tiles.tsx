import type { ReactNode } from 'react'
import { Unseen } from '#components/detail/unseen.tsx'
import { formatCount, formatUsd } from '#components/ui/format.ts'
import type { WatchCost } from '#server/services/watch-cost/schema.ts'

function Tile({ name, value, note }: { name: string; value: ReactNode; note: ReactNode }) {
  return (
    <div className="min-w-0 rounded-md border border-line bg-surface p-3">
      <div className="caps">{name}</div>
      <div className="num text-tile">{value}</div>
      <div className="text-table text-muted">{note}</div>
    </div>
  )
}

/** Month to date, forecast, budget and what was slowed, each in a number. */
export function WatchTiles({ cost }: { cost: WatchCost }) {
  const accounts = cost.accounts.filter(({ enabled }) => enabled)
  const spent = cost.days.reduce((sum, { costUsd }) => sum + costUsd, 0)
  const calls = cost.byCollector.reduce((sum, one) => sum + one.calls, 0)
  const known = accounts.filter(({ forecastUsd }) => forecastUsd !== null)
  const forecast = known.reduce((sum, { forecastUsd }) => sum + (forecastUsd ?? 0), 0)
  const budget = accounts.reduce((sum, { budgetUsd }) => sum + budgetUsd, 0)
  const slowed = accounts.filter((account) => account.slowed.length > 0)
  return (
    <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      <Tile name="This month" value={formatUsd(spent)} note={`${formatCount(calls)} calls to AWS, UTC`} />
      <Tile
        name="By its end"
        value={known.length === 0 ? <Unseen word="not known yet" /> : formatUsd(forecast)}
        note={known.length === 0 ? 'known after the first poll' : 'at the pace of now'}
      />
      <Tile
        name="Budget"
        value={formatUsd(budget)}
        note={`of ${formatCount(accounts.length)} ${accounts.length === 1 ? 'account' : 'accounts'}, a month`}
      />
      <Tile
        name="Slowed"
        value={formatCount(slowed.length)}
        note={
          slowed.length === 0 ? 'everything is asked as often as is useful' : 'accounts, to keep their budget'
        }
      />
    </div>
  )
}
