import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { Card } from '#components/ui/card.tsx'
import { formatUsd } from '#components/ui/format.ts'
import type { CostOverview } from '#server/services/cost/schema.ts'
import { costKey, FunctionName, WeekChange } from './cost-table.tsx'

/** Who grew most: the last seven whole days against the seven before. */
export function MoversCard({ movers }: { movers: CostOverview['movers'] }) {
  return (
    <Card title="Grew most" note="the last seven whole days against the seven before">
      {movers.length === 0 ? (
        <p className="m-0 text-muted">No function cost more than in the week before.</p>
      ) : (
        <ul className="m-0 grid list-none gap-1 p-0 text-table">
          {movers.map((row) => (
            <li key={costKey(row)} className="grid grid-cols-[minmax(0,1fr)_auto_auto] gap-x-3">
              <span className="min-w-0 truncate">
                <FunctionName row={row} />
              </span>
              <span className="num">
                <WeekChange row={row} />
              </span>
              <span className="num text-muted">{formatUsd(row.lastWeekUsd)}</span>
            </li>
          ))}
        </ul>
      )}
      <p className="mb-0 mt-2 text-table text-muted">
        A jump within the day is an alert of its own:{' '}
        <ScopedLink href="/alerts?kind=baseline" className="text-accent underline">
          alerts from metrics
        </ScopedLink>
        .
      </p>
    </Card>
  )
}
