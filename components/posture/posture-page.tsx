'use client'
import { Tile } from '#components/overview/tile.tsx'
import { useApi } from '#components/query/use-api.ts'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { useScope } from '#components/scope/use-scope.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { Card } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { formatCount } from '#components/ui/format.ts'
import { SeverityLabel } from '#components/ui/severity-badge.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import { useNow } from '#components/ui/use-now.ts'
import type { FindingList } from '#server/services/findings/schema.ts'
import type { PostureSummary } from '#server/services/posture/schema.ts'
import { FindingTable } from './finding-table.tsx'
import { PostureNav } from './posture-nav.tsx'
import { GROUP_WORDS } from './posture-words.ts'
import { ScoreCard } from './score-card.tsx'
import { TableOrRows } from './table-or-rows.tsx'
import { TallyBar, TallyCounts } from './tally-bar.tsx'

function Tiles({ posture }: { posture: PostureSummary }) {
  const { bySeverity, tally, opened7d, closed7d, score } = posture
  return (
    <div className="mb-3 grid grid-cols-2 gap-2 sm:grid-cols-3 xl:grid-cols-6">
      <Tile
        label="Score"
        value={score === null ? null : score.toFixed(1)}
        note="of 100, weighed by severity"
        href="/posture/checks"
      />
      <Tile
        label="Critical"
        value={formatCount(bySeverity.critical)}
        tone={bySeverity.critical > 0 ? 'critical' : 'plain'}
        note="open findings"
        href="/posture/findings?severity=critical"
      />
      <Tile
        label="High"
        value={formatCount(bySeverity.high)}
        tone={bySeverity.high > 0 ? 'high' : 'plain'}
        note="open findings"
        href="/posture/findings?severity=high"
      />
      <Tile
        label="In seven days"
        value={`+${formatCount(opened7d)} −${formatCount(closed7d)}`}
        note="opened, closed"
        href="/posture/findings?sort=openedAt"
      />
      <Tile
        label="Excepted"
        value={formatCount(tally.excepted)}
        note={
          posture.exceptionsEnding > 0
            ? `${posture.exceptionsEnding} exceptions end soon`
            : 'under an exception'
        }
        tone={posture.exceptionsEnding > 0 ? 'medium' : 'plain'}
        href="/posture/exceptions"
      />
      <Tile
        label="Unknown"
        value={formatCount(tally.unknown)}
        note="verdicts that nobody could give"
        href="/posture/checks?state=unknown"
      />
    </div>
  )
}

function Groups({ posture }: { posture: PostureSummary }) {
  return (
    <Card title="By group" flush>
      <TableOrRows
        label="Posture by group"
        rows={posture.byGroup}
        rowKey={(row) => row.group}
        phoneRow={(row) => (
          <ScopedLink
            href={`/posture/checks?group=${row.group}`}
            className="grid min-w-0 grid-cols-1 gap-0.5 px-3 py-2"
          >
            <span className="flex items-center gap-3">
              <span className="font-medium">{GROUP_WORDS[row.group]}</span>
              <span className="ml-auto">{row.worst && <SeverityLabel severity={row.worst} />}</span>
            </span>
            <TallyCounts tally={row.tally} />
          </ScopedLink>
        )}
        columns={[
          {
            head: 'Group',
            cell: (row) => (
              <ScopedLink href={`/posture/checks?group=${row.group}`} className="hover:underline">
                {GROUP_WORDS[row.group]}
              </ScopedLink>
            ),
          },
          {
            head: 'Worst',
            cell: (row) =>
              row.worst ? <SeverityLabel severity={row.worst} /> : <span className="text-faint">none</span>,
          },
          { head: 'Verdicts', cell: (row) => <TallyBar tally={row.tally} /> },
          { head: 'Counts', cell: (row) => <TallyCounts tally={row.tally} /> },
        ]}
      />
    </Card>
  )
}

function Unknowns({ posture }: { posture: PostureSummary }) {
  return (
    <Card
      title="What could not be judged"
      note={`${formatCount(posture.tally.unknown)} verdicts are unknown`}
    >
      {posture.unknownReasons.length === 0 ? (
        <p className="m-0 text-table text-muted">Everything that checks ask for could be read.</p>
      ) : (
        <ul className="m-0 grid list-none grid-cols-1 gap-1 p-0 text-table">
          {posture.unknownReasons.map((one) => (
            <li key={one.reason} className="flex min-w-0 items-baseline gap-2">
              <span className="num w-12 shrink-0 text-right">{formatCount(one.count)}</span>
              <Text value={one.reason} className="min-w-0 flex-1 whitespace-normal break-words" />
              <span className="shrink-0 text-muted" title={one.checks.join(', ')}>
                {one.checks.length === 1 ? '1 check' : `${one.checks.length} checks`}
              </span>
            </li>
          ))}
        </ul>
      )}
      <p className="mt-2 mb-0 text-table">
        <ScopedLink href="/settings/coverage" className="text-accent hover:underline">
          What Sightline may read
        </ScopedLink>
      </p>
    </Card>
  )
}

const isNothing = ({ tally }: PostureSummary) => Object.values(tally).every((count) => count === 0)

/** Where the estate stands: what is worst, what moved, what nobody can say. */
export function PosturePage() {
  const { scopeParams } = useScope()
  const query = useApi<PostureSummary>('/posture', scopeParams, { refreshMs: 30_000 })
  const worst = useApi<FindingList>('/findings', { ...scopeParams, pageSize: 10 }, { refreshMs: 30_000 })
  const nowMs = useNow(60_000)
  const posture = query.data
  return (
    <>
      <PageHeader
        title="Posture"
        facts={
          posture?.evaluatedAt && (
            <>
              judged <Time at={posture.evaluatedAt} />
            </>
          )
        }
      />
      <PostureNav />
      {query.isError && posture && (
        <p role="status" className="mt-0 mb-3 text-table text-high">
          Could not refresh: {query.error.message} What is shown is the last answer.
        </p>
      )}
      {posture && isNothing(posture) ? (
        <Card>
          <EmptyState
            title={posture.evaluatedAt ? 'Nothing was judged in this scope' : 'Nothing was judged so far'}
          >
            {posture.evaluatedAt
              ? 'No resource of these accounts, regions and environments is stored. Choose others above.'
              : 'The score, what fails and what nobody could say appear here after the first sweep.'}
          </EmptyState>
        </Card>
      ) : posture ? (
        <>
          <Tiles posture={posture} />
          <div className="grid min-w-0 grid-cols-1 items-start gap-3 xl:grid-cols-[minmax(0,1fr)_25rem]">
            <div className="grid min-w-0 grid-cols-1 gap-3">
              <Card
                title="Worst first"
                note={worst.data && `${formatCount(worst.data.total)} open`}
                flush
                actions={
                  <ScopedLink href="/posture/findings" className="text-accent hover:underline">
                    All findings
                  </ScopedLink>
                }
              >
                {worst.data ? (
                  <FindingTable rows={worst.data.items} none="No finding is open in this scope." />
                ) : worst.isError ? (
                  <ErrorState
                    title="The findings could not be loaded"
                    error={worst.error}
                    retry={() => worst.refetch()}
                  />
                ) : (
                  <SkeletonRows rows={6} />
                )}
              </Card>
              <Groups posture={posture} />
            </div>
            <div className="grid min-w-0 grid-cols-1 gap-3">
              <ScoreCard posture={posture} nowMs={nowMs} />
              <Unknowns posture={posture} />
            </div>
          </div>
        </>
      ) : query.isError ? (
        <ErrorState
          title="The posture could not be loaded"
          error={query.error}
          stillWorks="Functions, alerts and events are read apart from this."
          retry={() => query.refetch()}
        />
      ) : (
        <SkeletonRows rows={14} />
      )}
    </>
  )
}
