import { Card } from '#components/ui/card.tsx'
import { formatCount } from '#components/ui/format.ts'
import { MiniTable } from '#components/ui/mini-table.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import type { WatchCost, WatchedAccountCost } from '#server/services/watch-cost/schema.ts'

type Past = WatchedAccountCost['past'][0]
type Row = Past & { accountId: string; accountName: string; feed: WatchedAccountCost['feeds'][0] | undefined }

function From({ feed }: Row) {
  if (!feed) return <>polling</>
  if (feed.live && !feed.functions)
    return (
      <span className="whitespace-normal">
        polling, as the metric stream brings only some of Lambda’s metrics
      </span>
    )
  return feed.live ? (
    <>
      metric stream, up to <Time at={feed.newestAt} />
    </>
  ) : (
    <>
      polling, as the metric stream ended <Time at={feed.newestAt} />
    </>
  )
}

function FiveMinutes({ fiveMinutesFrom, fiveMinutesPercent, fiveMinutesStopped }: Past) {
  if (fiveMinutesPercent === 100) return <>all of the 63 days</>
  return (
    <span className="whitespace-normal">
      {fiveMinutesFrom ? (
        <>
          <span className="num">{fiveMinutesPercent} %</span> of 63 days, back to{' '}
          <Time at={fiveMinutesFrom} />
        </>
      ) : (
        <span className="text-muted">not begun yet</span>
      )}
      {fiveMinutesStopped && <span className="block text-muted">{fiveMinutesStopped}</span>}
    </span>
  )
}

/** From where each account's and region's metrics come, and how far their past is fetched. */
export function MetricsPast({ cost }: { cost: WatchCost }) {
  const rows = cost.accounts.flatMap(({ accountId, accountName, past, feeds }) =>
    past.map(
      (one): Row => ({
        ...one,
        accountId,
        accountName,
        feed: feeds.find(({ region }) => region === one.region),
      }),
    ),
  )
  if (rows.length === 0) return null
  return (
    <Card title="Metrics" note="where they come from, and how far back" flush>
      <MiniTable
        label="Where metrics come from"
        rows={rows}
        rowKey={({ accountId, region }) => `${accountId} ${region}`}
        columns={[
          {
            head: 'Account',
            className: 'max-w-40 truncate',
            cell: (row: Row) => <Text value={row.accountName} />,
          },
          { head: 'Region', className: 'num', cell: (row: Row) => row.region },
          { head: 'From', cell: (row: Row) => <From {...row} /> },
          {
            head: 'Hours of 14 days',
            cell: (row: Row) =>
              row.functions === row.functionsTotal
                ? 'all functions'
                : `${formatCount(row.functions)} of ${formatCount(row.functionsTotal)} functions`,
          },
          { head: 'Five minutes', cell: (row: Row) => <FiveMinutes {...row} /> },
        ]}
      />
    </Card>
  )
}
