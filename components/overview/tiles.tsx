import { formatCompact, formatCount, formatPercent, formatUsd } from '#components/ui/format.ts'
import type { Overview } from '#server/services/overview/schema.ts'
import { compareWords, differenceWords, severityWords } from './compare.ts'
import { sumOf } from './sum-of.ts'
import { Tile } from './tile.tsx'

/** The first row: each number with what it is compared with. */
export function Tiles({ data }: { data: Overview }) {
  const { firing, functions, executions, suspicious, exposed, concurrency, charges, coverage } = data.tiles
  const collected = coverage.percent !== null
  const timeouts = sumOf(data.errors.timeouts)
  const failed = sumOf(data.errors.timeouts, data.errors.other)
  const gaps = coverage.denied + coverage.failed
  return (
    <section
      aria-label="Key numbers"
      className="-mx-3 grid auto-cols-[9.5rem] grid-flow-col gap-2 overflow-x-auto px-3 [scrollbar-width:none] sm:mx-0 sm:auto-cols-auto sm:grid-flow-row sm:grid-cols-5 sm:overflow-visible sm:px-0 2xl:grid-cols-10"
    >
      <Tile
        label="Firing alerts"
        value={collected ? formatCount(firing.total) : null}
        note={collected ? firingWords(firing) : 'nothing collected yet'}
        tone={firing.critical > 0 ? 'critical' : firing.high > 0 ? 'high' : 'plain'}
        href="/alerts?state=firing"
      />
      <Tile
        label="Functions"
        value={functions.total === null ? null : formatCount(functions.total)}
        note={
          functions.total === null
            ? 'not collected yet'
            : `+${functions.added} new, −${functions.removed} removed`
        }
        href="/functions"
      />
      <Tile
        label="Without alerts"
        value={functions.total === null ? null : formatCount(functions.quiet)}
        note={functions.total === null ? 'not collected yet' : `of ${formatCount(functions.total)} functions`}
        href="/functions?alerting=no"
      />
      <Tile
        label="Executions"
        value={executions.total === null ? null : formatCompact(executions.total)}
        note={
          executions.total === null
            ? 'no metrics in this period'
            : compareWords(executions.total, executions.previous)
        }
        title={executions.total === null ? undefined : `${formatCount(executions.total)} invocations`}
        href="/functions?sort=invocations"
      />
      <Tile
        label="Timeouts"
        value={timeouts === null ? null : formatCompact(timeouts)}
        note={
          timeouts === null || failed === null
            ? 'no metrics in this period'
            : `of ${formatCompact(failed)} errors`
        }
        tone={timeouts ? 'high' : 'plain'}
        href="/functions?sort=timeouts"
      />
      <Tile
        label="Suspicious acts"
        value={collected ? formatCount(suspicious.total) : null}
        note={collected ? differenceWords(suspicious.total, suspicious.previous) : 'nothing collected yet'}
        tone={suspicious.total > 0 ? 'high' : 'plain'}
        href="/alerts?kind=detection"
      />
      <Tile
        label="Exposed to internet"
        value={exposed.total === null ? null : formatCount(exposed.total)}
        note={
          exposed.total === null
            ? 'not worked out yet'
            : exposed.unknown > 0
              ? `reach of ${formatCount(exposed.unknown)} unknown`
              : 'without authentication'
        }
        tone={exposed.total ? 'high' : 'plain'}
        href="/functions?reach=internet"
      />
      <Tile
        label="Concurrency peak"
        value={
          concurrency === null
            ? null
            : concurrency.percent === null
              ? formatCount(concurrency.peak)
              : formatPercent(concurrency.percent)
        }
        note={
          concurrency === null
            ? 'no metrics in this period'
            : concurrency.limit === null
              ? 'limit unknown'
              : `${formatCount(concurrency.peak)} of ${formatCount(concurrency.limit)} · ${concurrency.region}`
        }
        tone={concurrency?.percent && concurrency.percent >= 80 ? 'high' : 'plain'}
        href={
          concurrency
            ? `/concurrency?place=${concurrency.accountId}/${concurrency.region}`
            : '/settings/coverage'
        }
      />
      <Tile
        label="Month's charges"
        value={charges === null ? null : formatUsd(charges.monthToDateUsd)}
        note={
          charges === null
            ? 'not collected or denied'
            : charges.forecastUsd === null
              ? 'too early for a forecast'
              : `→ ${formatUsd(charges.forecastUsd)} by month's end`
        }
        href="/#charges"
      />
      <Tile
        label="Coverage"
        value={coverage.percent === null ? null : formatPercent(coverage.percent)}
        note={
          coverage.percent === null
            ? 'nothing collected yet'
            : gaps === 0
              ? coverage.percent >= 100
                ? 'everything readable'
                : 'the rest not read yet'
              : `${coverage.denied} denied, ${coverage.failed} failed`
        }
        tone={gaps > 0 ? 'medium' : 'plain'}
        href="/settings/coverage"
      />
    </section>
  )
}

function firingWords({ total, critical, high }: Overview['tiles']['firing']): string {
  return severityWords(critical, high) ?? (total === 0 ? 'nothing fires now' : 'none above medium')
}
