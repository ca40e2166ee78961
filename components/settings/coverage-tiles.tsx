import type { ReactNode } from 'react'
import { Unseen } from '#components/detail/unseen.tsx'
import { formatCount, formatPercent, formatUsd } from '#components/ui/format.ts'
import type { Coverage } from '#server/services/coverage/schema.ts'
import type { ProblemGroup } from './coverage-words.ts'

function Tile({ name, value, note }: { name: string; value: ReactNode; note: ReactNode }) {
  return (
    <div className="min-w-0 rounded-md border border-line bg-surface p-3">
      <div className="caps">{name}</div>
      <div className="num text-tile">{value}</div>
      <div className="text-table text-muted">{note}</div>
    </div>
  )
}

/** Coverage, problems and the price of the watch, each in a number. */
export function CoverageTiles({ coverage, problems }: { coverage: Coverage; problems: ProblemGroup[] }) {
  const { rows, percent, watch } = coverage
  const ok = rows.filter((row) => row.status === 'ok').length
  const never = rows.filter((row) => row.status === 'never').length
  const denied = problems.filter((one) => one.state === 'denied').length
  return (
    <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      <Tile
        name="Coverage"
        value={percent === null ? <Unseen word="not known yet" /> : formatPercent(percent)}
        note={`${formatCount(ok)} of ${formatCount(rows.length)} last runs were complete${never > 0 ? `; ${formatCount(never)} never ran` : ''}`}
      />
      <Tile
        name="Problems"
        value={formatCount(problems.length)}
        note={
          problems.length === 0 ? 'everything asked for was read' : `${denied} of them a missing permission`
        }
      />
      <Tile
        name="Calls, 24 h"
        value={formatCount(watch.calls24h)}
        note={`${formatCount(watch.throttles24h)} throttled by AWS`}
      />
      <Tile
        name="The watch costs"
        value={
          watch.costUsdPerMonth === null ? (
            <Unseen word="not known yet" />
          ) : (
            `${formatUsd(watch.costUsdPerMonth)}`
          )
        }
        note={
          watch.costUsdPerMonth === null
            ? 'known after an hour'
            : `a month at this pace; ${formatUsd(watch.costUsd24h)} in the last 24 h`
        }
      />
    </div>
  )
}
