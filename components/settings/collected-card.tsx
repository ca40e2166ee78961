import { Card } from '#components/ui/card.tsx'
import { formatCount } from '#components/ui/format.ts'
import { ScrollArea } from '#components/ui/scroll-area.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import type { Coverage } from '#server/services/coverage/schema.ts'

const KIND_WORDS: Record<string, string> = {
  function: 'functions',
  role: 'roles',
  'event-source-mapping': 'event source mappings',
  'account-settings': 'account limits',
}

/** How many resources and events are held, by account and region: to be compared with what AWS says. */
export function CollectedCard({ coverage }: { coverage: Coverage }) {
  const names = new Map(coverage.rows.map((row) => [row.accountId, row.accountName]))
  return (
    <Card title="What is held" note="compare it with what the AWS CLI says" flush>
      <ScrollArea label="What is held" className="max-h-96">
        <table className="w-full border-collapse text-table">
          <thead className="sticky top-0 bg-surface">
            <tr>
              {['Account', 'Region', 'What'].map((head) => (
                <th key={head} scope="col" className="caps px-3 py-1.5 text-left">
                  {head}
                </th>
              ))}
              <th scope="col" className="caps px-3 py-1.5 text-right">
                Count
              </th>
            </tr>
          </thead>
          <tbody>
            {coverage.inventory.map((item) => (
              <tr key={`${item.accountId} ${item.region} ${item.kind}`} className="border-t border-line">
                <td className="max-w-40 truncate px-3 py-1">
                  <Text value={item.accountName} />
                </td>
                <td className="num px-3 py-1">{item.region}</td>
                <td className="px-3 py-1">{KIND_WORDS[item.kind] ?? item.kind}</td>
                <td className="num px-3 py-1 text-right">{formatCount(item.count)}</td>
              </tr>
            ))}
            {coverage.events.map((item) => (
              <tr key={`${item.accountId} ${item.region} events`} className="border-t border-line">
                <td className="max-w-40 truncate px-3 py-1">
                  <Text value={names.get(item.accountId) ?? item.accountId} />
                </td>
                <td className="num px-3 py-1">{item.region}</td>
                <td className="px-3 py-1">
                  events{' '}
                  <span className="text-muted">
                    <Time at={item.oldestAt} /> to <Time at={item.newestAt} />
                  </span>
                </td>
                <td className="num px-3 py-1 text-right">{formatCount(item.count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
    </Card>
  )
}
