import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { Card } from '#components/ui/card.tsx'
import { formatCount, formatUsd } from '#components/ui/format.ts'
import type { Coverage } from '#server/services/coverage/schema.ts'

/** What Sightline itself asks of AWS and what AWS charges for it, collector by collector, over 24 hours. */
export function WatchCost({ watch }: { watch: Coverage['watch'] }) {
  return (
    <Card
      title="What the watch costs"
      note="the last 24 hours"
      actions={
        <ScopedLink href="/settings/watch-cost" className="text-table text-accent underline">
          The month and its budget
        </ScopedLink>
      }
      flush
    >
      <table className="w-full border-collapse text-table">
        <thead>
          <tr>
            <th scope="col" className="caps px-3 py-1.5 text-left">
              Collector
            </th>
            <th scope="col" className="caps px-3 py-1.5 text-right">
              Calls
            </th>
            <th scope="col" className="caps px-3 py-1.5 text-right">
              USD
            </th>
          </tr>
        </thead>
        <tbody>
          {watch.byCollector.map((one) => (
            <tr key={one.collector} className="border-t border-line">
              <td className="px-3 py-1">{one.title}</td>
              <td className="num px-3 py-1 text-right">{formatCount(one.calls)}</td>
              <td className="num px-3 py-1 text-right">
                {one.costUsd === 0 ? 'free' : formatUsd(one.costUsd)}
              </td>
            </tr>
          ))}
          <tr className="border-t border-line-strong font-medium">
            <td className="px-3 py-1">All</td>
            <td className="num px-3 py-1 text-right">{formatCount(watch.calls24h)}</td>
            <td className="num px-3 py-1 text-right">{formatUsd(watch.costUsd24h)}</td>
          </tr>
        </tbody>
      </table>
      <p className="m-0 px-3 py-2 text-table text-muted">
        CloudWatch metrics are charged by the metric asked for, Cost Explorer by the call; reading Lambda, IAM
        and CloudTrail’s event history is free.
      </p>
    </Card>
  )
}
