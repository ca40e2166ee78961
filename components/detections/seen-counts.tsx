import { formatCount } from '#components/ui/format.ts'
import type { DetectionRow } from '#server/services/detections/schema.ts'

type Props = { seen: DetectionRow['seen'] }

/** What was seen in 30 days, in words: alerts, hits, and how many of them were allowed. */
export function SeenCounts({ seen: { alerts, hits, allowed } }: Props) {
  if (alerts === 0 && hits === 0) return <span className="text-faint">nothing in 30 days</span>
  return (
    <span>
      {alerts > 0 && (
        <>
          <span className="num font-medium">{formatCount(alerts)}</span> {alerts === 1 ? 'alert' : 'alerts'},{' '}
        </>
      )}
      <span className="num">{formatCount(hits)}</span> {hits === 1 ? 'hit' : 'hits'}
      {allowed > 0 && (
        <span className="text-muted">
          , <span className="num">{formatCount(allowed)}</span> allowed
        </span>
      )}
    </span>
  )
}
