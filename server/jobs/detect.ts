import type { PoolClient } from 'pg'
import type { DetectionContext } from '#server/detections/define-detection.ts'
import { detectionsFor } from '#server/detections/index.ts'
import type { Signal } from '#server/domain/signal.ts'
import type { TrailRecord } from '#server/domain/trail-record.ts'
import type { Target } from './targets.ts'

type FunctionRow = { id: number; name: string; region: string; roleArn: string | null }

/** Runs the detections that look at these records; the estate is asked once. */
export async function detect(db: PoolClient, target: Target, records: TrailRecord[]): Promise<Signal[]> {
  if (records.length === 0) return []
  const { rows } = await db.query<FunctionRow>(
    `SELECT id, name, region, summary->>'roleArn' AS "roleArn" FROM resource
     WHERE account_id = $1 AND kind = 'function' AND deleted_at IS NULL`,
    [target.account.id],
  )
  const byRole = new Map<string, string[]>()
  for (const { roleArn, name } of rows) {
    if (roleArn) byRole.set(roleArn, [...(byRole.get(roleArn) ?? []), name])
  }
  const context: DetectionContext = { functionsOfRole: (roleArn) => byRole.get(roleArn) ?? [] }
  const idOf = (record: TrailRecord, name: string) =>
    rows.find((row) => row.name === name && row.region === record.region)?.id ??
    rows.find((row) => row.name === name)?.id ??
    null
  const oldestFirst = records.toSorted((a, b) => a.eventTime.getTime() - b.eventTime.getTime())
  return oldestFirst.flatMap((record) =>
    detectionsFor(record).flatMap((detection) => {
      const match = detection.evaluate(record, context)
      if (!match) return []
      const signal: Signal = {
        ruleId: detection.id,
        ruleKind: 'detection',
        severity: detection.severity,
        fingerprint: `${detection.id}:${record.accountId}:${record.region}:${match.key}`,
        title: match.title,
        summary: match.summary,
        accountId: record.accountId,
        region: record.region,
        functionName: match.functionName,
        resourceId: match.functionName ? idOf(record, match.functionName) : null,
        evidence: { items: match.evidence, eventIds: [record.eventId], metric: null },
        startedAt: record.eventTime,
        seenAt: record.eventTime,
      }
      return [signal]
    }),
  )
}
