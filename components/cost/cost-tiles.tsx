import { changePercent, formatPercent, formatUsd } from '#components/ui/format.ts'
import type { CostOverview } from '#server/services/cost/schema.ts'
import { CostTile } from './cost-tile.tsx'
import { monthWord } from './cost-words.ts'

function dayShare(nowMs: number): number {
  return (nowMs % 86_400_000) / 86_400_000
}

function knownNote({ knownFrom, missingDays, freeTierUsd, month }: CostOverview): string {
  const parts = [
    missingDays > 0 && knownFrom
      ? `known from ${knownFrom.slice(8)} ${monthWord(month).split(' ')[0]} on`
      : '',
    freeTierUsd > 0 ? `${formatUsd(freeTierUsd)} of free tier taken off` : '',
  ].filter((part) => part !== '')
  return parts.join('; ') || 'at list prices'
}

/** The month in five numbers. */
export function CostTiles({ data }: { data: CostOverview }) {
  const { toDateUsd, forecast, budgetUsd, budgets, today, waste, unpriced } = data
  const ahead = forecast?.usd ?? toDateUsd
  const left = budgetUsd === null || toDateUsd === null ? null : budgetUsd - toDateUsd
  const usualSoFar =
    today?.usualUsd == null ? null : today.usualUsd * dayShare(Date.parse(data.derivedAt ?? '') || Date.now())
  const change = changePercent(today?.usd, usualSoFar)
  const wasted = waste.errorsUsd + waste.unusedUsd
  return (
    <section aria-label="Key numbers" className="mb-3 grid grid-cols-2 gap-2 sm:grid-cols-3 xl:grid-cols-6">
      <CostTile
        label="Month to date"
        value={toDateUsd === null ? null : formatUsd(toDateUsd)}
        note={toDateUsd === null ? 'nothing worked out yet' : knownNote(data)}
      />
      <CostTile
        label="By month’s end"
        value={forecast ? formatUsd(forecast.usd) : null}
        note={
          forecast
            ? `${formatUsd(forecast.lowUsd)} to ${formatUsd(forecast.highUsd)}, nine times of ten`
            : 'needs three whole days of this month or before'
        }
        isBad={budgetUsd !== null && forecast !== null && forecast.usd > budgetUsd}
      />
      <CostTile
        label="Budget left"
        value={budgetUsd === null ? 'not set' : left === null ? null : formatUsd(left)}
        note={
          budgetUsd === null
            ? budgets.length > 0
              ? 'only for a part of what is shown'
              : 'set one below'
            : `of ${formatUsd(budgetUsd)}${ahead !== null && ahead > budgetUsd ? ': will be exceeded' : ''}`
        }
        isBad={left !== null && left < 0}
      />
      <CostTile
        label="Today so far"
        value={today ? formatUsd(today.usd) : null}
        note={
          usualSoFar === null
            ? 'nothing to compare with yet'
            : `${formatUsd(usualSoFar)} is usual${change === null ? '' : `, ${change >= 0 ? '+' : '−'}${formatPercent(Math.abs(change))}`}`
        }
        isBad={change !== null && change >= 100}
      />
      <CostTile
        label="Wasted"
        value={toDateUsd === null ? null : formatUsd(wasted)}
        note="errors, and concurrency kept ready unused"
      />
      <CostTile
        label="Without a price"
        value={`${unpriced.functions}`}
        note={
          unpriced.functions === 0
            ? 'every function that ran has one'
            : [
                unpriced.unread > 0 ? `${unpriced.unread} not read` : '',
                unpriced.regions.length > 0 ? `no prices for ${unpriced.regions.join(', ')}` : '',
              ]
                .filter((part) => part !== '')
                .join('; ')
        }
        isBad={unpriced.functions > 0}
      />
    </section>
  )
}
