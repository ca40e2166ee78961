'use client'
import { useState } from 'react'
import { useApi } from '#components/query/use-api.ts'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { formatCount, formatUtc } from '#components/ui/format.ts'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { Text } from '#components/ui/text.tsx'
import type {
  HistoryQueryRow,
  HistoryRecord,
  HistoryRecordList,
} from '#server/services/history-queries/schema.ts'

const PAGE = 50

function RecordItem({ record }: { record: HistoryRecord }) {
  return (
    <li className="border-t border-line px-3 py-1.5 text-table">
      <details>
        <summary className="flex min-w-0 cursor-pointer flex-wrap items-baseline gap-x-3">
          <span className="num text-muted">{formatUtc(Date.parse(record.eventTime))}</span>
          <Text value={record.eventName} mono className="font-medium" />
          {record.errorCode && <Text value={record.errorCode} mono className="text-high" />}
          <Text value={record.functionName} mono />
          <Text value={record.actorName} />
          <Text value={record.sourceIp} mono className="text-muted" />
          <span className="num text-muted">{record.region}</span>
          {record.stored && <span className="text-muted">stored as well</span>}
        </summary>
        <CodeBlock code={JSON.stringify(record.raw, null, 2)} label="CloudTrail record" />
      </details>
    </li>
  )
}

/** What a question found, once it is at its end. */
export function QueryRecords({ query }: { query: HistoryQueryRow }) {
  if (query.status === 'queued' || query.status === 'running')
    return (
      <EmptyState title="Nothing yet">What is found appears here when the query is at its end.</EmptyState>
    )
  return <FoundRecords query={query} />
}

/** Page by page, the newest first. */
function FoundRecords({ query }: { query: HistoryQueryRow }) {
  const [from, setFrom] = useState(0)
  const found = useApi<HistoryRecordList>(
    `/history-queries/${query.id}/records`,
    { from, limit: PAGE },
    { refreshMs: false },
  )
  if (!found.data)
    return found.isPending ? (
      <SkeletonRows rows={6} />
    ) : (
      <ErrorState title="The answer could not be loaded" error={found.error} retry={() => found.refetch()} />
    )
  const { items, total } = found.data
  if (total === 0 && query.status === 'done' && (query.records ?? 0) > 0)
    return <EmptyState title="No longer kept">Answers are kept for seven days: ask again.</EmptyState>
  if (total === 0)
    return <EmptyState title="Nothing was found">Look at the times, and at the query.</EmptyState>
  return (
    <Card
      flush
      title="Found"
      note={`${formatCount(from + 1)} to ${formatCount(from + items.length)} of ${formatCount(total)}; secrets are masked`}
      actions={
        <>
          <Button size="sm" disabled={from === 0} onClick={() => setFrom(Math.max(0, from - PAGE))}>
            Newer
          </Button>
          <Button size="sm" disabled={from + PAGE >= total} onClick={() => setFrom(from + PAGE)}>
            Older
          </Button>
        </>
      }
    >
      <ul aria-label="Records" className="m-0 list-none p-0">
        {items.map((record) => (
          <RecordItem key={`${record.eventId} ${record.eventTime}`} record={record} />
        ))}
      </ul>
    </Card>
  )
}
