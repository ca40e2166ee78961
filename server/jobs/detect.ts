import type { PoolClient } from 'pg'
import type {
  Detection,
  DetectionContext,
  DetectionMatch,
  RoleFunction,
} from '#server/detections/define-detection.ts'
import { detectionsFor } from '#server/detections/index.ts'
import { asObject, asText } from '#server/domain/json.ts'
import type { Signal } from '#server/domain/signal.ts'
import { HOUR_MS } from '#server/domain/time.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import type { Logger } from '#server/logger.ts'
import { plainText } from '#server/store/json-text.ts'
import type { Target } from './targets.ts'

/** How long the credentials of a role's session outlive the function at most. Source: IAM, maximum session duration. */
const SESSION_MS = 12 * HOUR_MS

type FunctionRow = RoleFunction & { id: number; roleArn: string | null }

function roleOf(record: TrailRecord): string | undefined {
  const session = asObject(asObject(record.raw.userIdentity).sessionContext)
  return asText(asObject(session.sessionIssuer).arn)
}

async function functionsNamed(
  db: PoolClient,
  target: Target,
  records: TrailRecord[],
  now: Date,
): Promise<FunctionRow[]> {
  const roles = new Set(records.map(roleOf).filter((role) => role !== undefined))
  const names = new Set(
    records.map((record) => plainText(record.functionName)).filter((name) => name !== null),
  )
  const { rows } = await db.query<FunctionRow>(
    `SELECT id, name, region, summary->>'roleArn' AS "roleArn", summary->>'runtime' AS runtime FROM resource
     WHERE account_id = $1 AND kind = 'function' AND (deleted_at IS NULL OR deleted_at > $2)
       AND (name = ANY($3) OR summary->>'roleArn' = ANY($4))
     ORDER BY region, id`,
    [target.account.id, new Date(now.getTime() - SESSION_MS), [...names], [...roles].map(plainText)],
  )
  return rows
}

/**
 * Runs the detections that look at these records; the estate is asked once. A detection that throws on a record is
 * logged and passed over, so that one strange record does not keep all events out.
 */
export async function detect(
  db: PoolClient,
  target: Target,
  records: TrailRecord[],
  options: { now: Date; log: Pick<Logger, 'error'> },
): Promise<Signal[]> {
  if (records.length === 0) return []
  const rows = await functionsNamed(db, target, records, options.now)
  const byRole = Map.groupBy(rows, (row) => row.roleArn)
  const context: DetectionContext = {
    functionsOfRole: (roleArn) => byRole.get(roleArn) ?? [],
    functionOf: () => undefined,
    isOwnAccount: () => undefined,
    canaryOf: () => undefined,
  }
  const matchOf = (detection: Detection, record: TrailRecord): DetectionMatch | undefined => {
    try {
      return detection.kind === 'single' ? detection.evaluate(record, context, {}) : undefined
    } catch (error) {
      options.log.error({ err: error, detection: detection.id, event: record.eventId }, 'a detection failed')
      return undefined
    }
  }
  const oldestFirst = records.toSorted((a, b) => a.eventTime.getTime() - b.eventTime.getTime())
  return oldestFirst.flatMap((record) =>
    detectionsFor(record).flatMap((detection) => {
      const match = matchOf(detection, record)
      if (!match) return []
      const region = match.region ?? record.region
      const found = rows.find((row) => row.name === match.functionName && row.region === region)
      const signal: Signal = {
        ruleId: detection.id,
        ruleKind: 'detection',
        severity: detection.severity,
        fingerprint: `${detection.id}:${record.accountId}:${region}:${match.key}`,
        title: match.title,
        summary: match.summary,
        accountId: record.accountId,
        region,
        functionName: match.functionName,
        resourceId: found?.id ?? null,
        evidence: { items: match.evidence, eventIds: [record.eventId], metric: null },
        startedAt: record.eventTime,
        seenAt: record.eventTime,
      }
      return [signal]
    }),
  )
}
