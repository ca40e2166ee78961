import { Badge } from '#components/ui/badge.tsx'
import type { FunctionRow } from '#server/services/functions/schema.ts'

export type Reach = 'anyone' | 'unknown' | 'iam' | 'closed'

/** Who can reach a function from outside by its URL or policy. Denied or failed looks are unknown, never closed. */
export function reachOf(row: Pick<FunctionRow, 'urlAuth' | 'publicPolicy'>): Reach {
  if (row.urlAuth === 'NONE' || row.publicPolicy === true) return 'anyone'
  if (row.urlAuth === 'unknown' || row.publicPolicy === null) return 'unknown'
  return row.urlAuth === 'AWS_IAM' ? 'iam' : 'closed'
}

export function ReachLabel({ row }: { row: FunctionRow }) {
  const reach = reachOf(row)
  if (reach === 'anyone') return <Badge tone="high">open to anyone</Badge>
  if (reach === 'unknown') return <Badge tone="unknown">unknown</Badge>
  return <span className="text-muted">{reach === 'iam' ? 'URL with IAM' : 'not from outside'}</span>
}
