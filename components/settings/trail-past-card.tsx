import { Card } from '#components/ui/card.tsx'
import { formatCount } from '#components/ui/format.ts'
import { ScrollArea } from '#components/ui/scroll-area.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import type { TrailCoverage, TrailPast } from '#server/services/coverage/schema.ts'

const HEADS = ['Account', 'Region', 'Older events']

function Progress({ row }: { row: TrailPast }) {
  if (row.percent === 100) return <>all of the {row.wantedDays} days</>
  if (!row.coveredFrom) return <span className="text-muted">not begun yet</span>
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <span aria-hidden className="block h-1.5 w-24 overflow-hidden rounded-full bg-line-strong">
        <span className="block h-full bg-accent" style={{ width: `${row.percent}%` }} />
      </span>
      <span className="num">{row.percent} %</span>
      <span className="text-muted">
        of {row.wantedDays} days, back to <Time at={row.coveredFrom} />
      </span>
    </span>
  )
}

function LeftOut({ row }: { row: TrailPast }) {
  if (!row.leftOut) return null
  return (
    <div className="text-muted">
      Left out, as there was too much: what only reads, <Time at={row.leftOut.from} /> to{' '}
      <Time at={row.leftOut.to} />
    </div>
  )
}

function replayNote({ replays }: TrailCoverage): string | undefined {
  if (replays.length === 0) return undefined
  const accounts = `${formatCount(replays.length)} ${replays.length === 1 ? 'account' : 'accounts'}`
  return `detections look once more at what is stored of ${accounts}`
}

/** How far the past of each account and region is fetched, and what of CloudTrail is not kept. */
export function TrailPastCard({ trail }: { trail: TrailCoverage }) {
  return (
    <Card title="CloudTrail’s past" note={replayNote(trail)} flush>
      <ScrollArea label="CloudTrail’s past" className="max-h-96">
        <table className="w-full border-collapse text-table">
          <thead className="sticky top-0 bg-surface">
            <tr>
              {HEADS.map((head) => (
                <th key={head} scope="col" className="caps px-3 py-1.5 text-left">
                  {head}
                </th>
              ))}
              <th scope="col" className="caps px-3 py-1.5 text-right">
                Reads not kept
              </th>
            </tr>
          </thead>
          <tbody>
            {trail.past.map((row) => (
              <tr key={`${row.accountId} ${row.region}`} className="border-t border-line">
                <td className="max-w-40 truncate px-3 py-1">
                  <Text value={row.accountName} />
                </td>
                <td className="num whitespace-nowrap px-3 py-1">{row.region}</td>
                <td className="px-3 py-1">
                  <Progress row={row} />
                  <LeftOut row={row} />
                </td>
                <td className="num px-3 py-1 text-right">{formatCount(row.dropped)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
      <p className="m-0 px-3 py-2 text-table text-muted">
        Reads of services that have nothing to do with functions go through the detections and are not kept,
        unless one takes note of them.
      </p>
    </Card>
  )
}
