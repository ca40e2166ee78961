import { BarChart } from '#components/charts/bar-chart.tsx'
import { Facts } from '#components/detail/facts.tsx'
import { Unseen } from '#components/detail/unseen.tsx'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { kindWord } from '#components/triggers/trigger-words.ts'
import { Card } from '#components/ui/card.tsx'
import { formatCount, formatPercent } from '#components/ui/format.ts'
import { MiniTable } from '#components/ui/mini-table.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import type { PlaceConcurrency } from '#server/services/concurrency/schema.ts'
import { spikeWords, sumNote, toLimitWords, WAY_WORDS } from './concurrency-words.ts'

type Named = { name: string; id: number | null }
type Props = { detail: PlaceConcurrency }

function FunctionName({ name, id }: Named) {
  if (id === null) return <Text value={name} mono className="max-w-52" />
  return (
    <ScopedLink href={`/functions/${id}`} className="min-w-0 text-accent hover:underline">
      <Text value={name} mono className="max-w-52" />
    </ScopedLink>
  )
}

const num = (value: number) => <span className="num">{formatCount(Math.round(value))}</span>

/** The limits, what is left of them and when they are reached. */
export function LimitsCard({ detail }: Props) {
  const { limit, pool, peak, peakAt, reserved, provisioned, toLimit } = detail
  const share = peak !== null && limit ? ` (${formatPercent((peak / limit) * 100)})` : ''
  return (
    <Card title="Limits">
      <Facts
        facts={[
          {
            label: 'Account limit',
            value: limit === null ? <Unseen word="could not be read" /> : num(limit),
          },
          { label: 'Shared pool', value: pool === null ? <Unseen word="could not be read" /> : num(pool) },
          { label: 'Reserved', value: num(reserved) },
          { label: 'Provisioned', value: provisioned === 0 ? 'none seen' : num(provisioned) },
          {
            label: 'Peak',
            value:
              peak === null ? (
                <Unseen word="not polled" />
              ) : (
                <>
                  {num(peak)}
                  {share} <Time at={peakAt} />
                </>
              ),
          },
          { label: 'Account now', value: toLimitWords(toLimit.account, 'the limit') },
          ...(toLimit.pool
            ? [{ label: 'Pool now', value: toLimitWords(toLimit.pool, 'the end of the pool') }]
            : []),
        ]}
      />
    </Card>
  )
}

/** Why the peak rose over what was usual in the hour before it. */
export function SpikeCard({ detail }: Props) {
  const { spike } = detail
  return (
    <Card title="The spike, function by function" flush>
      {!spike ? (
        <p className="m-0 px-3 pb-3 text-table text-muted">
          The peak of this period is no spike: it is not far over the hour before, or that hour was not
          polled.
        </p>
      ) : (
        <>
          <p className="m-0 px-3 pb-2">
            <span className="num">+{formatCount(Math.round(spike.rise))}</span> over {num(spike.level)} at{' '}
            <Time at={spike.peakAt} as="clock" />:{' '}
            <Text value={spikeWords(spike)} className="max-w-full whitespace-normal break-words" />
          </p>
          <MiniTable
            label="Functions that rose"
            rows={spike.parts}
            rowKey={(row) => row.name}
            columns={[
              { head: 'Function', cell: (row) => <FunctionName {...row} /> },
              { head: 'Rise', align: 'end', cell: (row) => `+${formatCount(Math.round(row.rise))}` },
              { head: 'At the peak', align: 'end', cell: (row) => formatCount(row.atPeak) },
              {
                head: 'Before',
                align: 'end',
                cell: (row) =>
                  row.before === null ? <Unseen word="not polled" /> : formatCount(Math.round(row.before)),
              },
            ]}
          />
        </>
      )}
    </Card>
  )
}

/** Who used concurrency at the peak, and by which way its events came. */
export function PeakCard({ detail }: Props) {
  const { atPeak, byTrigger } = detail
  return (
    <Card title="At the peak" note={sumNote(detail)} flush>
      {atPeak.length === 0 ? (
        <p className="m-0 px-3 pb-3 text-table text-muted">
          No function's concurrency is known then: functions are polled less often than the account.
        </p>
      ) : (
        <>
          <div className="px-3 pb-2">
            <BarChart
              label="Concurrency at the peak by the way that events come in"
              items={byTrigger.map((use) => ({
                key: use.invocation,
                label: WAY_WORDS[use.invocation],
                value: use.concurrency,
                note: `${use.functions} ${use.functions === 1 ? 'function' : 'functions'}`,
                tone: use.invocation === 'unknown' || use.invocation === 'several' ? 'neutral' : 'series-1',
              }))}
              unit="Count"
            />
          </div>
          <MiniTable
            label="Functions at the peak"
            rows={atPeak}
            rowKey={(row) => row.name}
            columns={[
              { head: 'Function', cell: (row) => <FunctionName {...row} /> },
              { head: 'In use', align: 'end', cell: (row) => formatCount(row.concurrency) },
              {
                head: 'Reserved',
                align: 'end',
                cell: (row) => (row.reserved === null ? '–' : formatCount(row.reserved)),
              },
              {
                head: 'Called by',
                cell: (row) =>
                  row.ways.length === 0 ? (
                    <Unseen word="no way in was seen" />
                  ) : (
                    <Text
                      value={row.ways.map((way) => `${kindWord(way.kind)} ${way.source}`).join(', ')}
                      className="max-w-72"
                    />
                  ),
              },
            ]}
          />
        </>
      )}
    </Card>
  )
}

/** Functions that were throttled while others used up what they share, and reservations that take from it. */
export function StarvingCard({ detail }: Props) {
  const { starved, reservations, pool, limit } = detail
  const isCut = pool !== null && limit !== null && pool < limit
  return (
    <Card title="Who goes short" note="throttled while the shared pool was in use" flush>
      {starved.length === 0 ? (
        <p className="m-0 px-3 pb-3 text-table text-muted">
          {pool === null
            ? 'Not known: the shared pool could not be read.'
            : 'No function without reserved concurrency was throttled while the shared pool was full.'}
        </p>
      ) : (
        <MiniTable
          label="Functions that go short"
          rows={starved}
          rowKey={(row) => row.name}
          columns={[
            { head: 'Function', cell: (row) => <FunctionName {...row} /> },
            { head: 'Throttles', align: 'end', cell: (row) => formatCount(row.inNeed) },
            {
              head: 'While in use by',
              cell: (row) => (
                <span className="flex min-w-0 flex-wrap items-center gap-x-2">
                  {row.by.map((use) => (
                    <span key={use.name} className="inline-flex items-center gap-1">
                      <FunctionName name={use.name} id={use.id} />
                      <span className="num text-muted">{formatPercent(use.share * 100)}</span>
                    </span>
                  ))}
                  {row.by.length === 0 && <Unseen word="many, none with much" />}
                </span>
              ),
            },
          ]}
        />
      )}
      {reservations.length > 0 && (
        <>
          <p className="m-0 border-t border-line px-3 pb-1 pt-2 text-table text-muted">
            {isCut
              ? `Reservations keep ${formatCount(limit - pool)} of ${formatCount(limit)} from everybody else, used or not.`
              : 'Reserved concurrency is kept from everybody else, used or not.'}
          </p>
          <MiniTable
            label="Reserved concurrency"
            rows={reservations}
            rowKey={(row) => row.name}
            columns={[
              { head: 'Function', cell: (row) => <FunctionName {...row} /> },
              { head: 'Reserved', align: 'end', cell: (row) => formatCount(row.reserved) },
              {
                head: 'Highest in use',
                align: 'end',
                cell: (row) => (row.used === null ? <Unseen word="no points" /> : formatCount(row.used)),
              },
            ]}
          />
        </>
      )}
    </Card>
  )
}
