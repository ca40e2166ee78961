import type { PoolClient } from 'pg'
import type { Verdict } from '#server/domain/verdict.ts'
import { jsonText } from '#server/store/json-text.ts'

export type FindingKey = { checkId: string; resourceId: number }
export type FailedFinding = FindingKey & { verdict: Verdict & { state: 'fail' } }

/** Opens findings, or updates those that are open: a check and a resource have one open finding at most. */
export async function openFindings(db: PoolClient, findings: FailedFinding[], now: Date): Promise<void> {
  if (findings.length === 0) return
  await db.query(
    `INSERT INTO finding (id, check_id, resource_id, severity, status, evidence, opened_at, last_seen_at)
     SELECT gen_random_uuid(), check_id, resource_id, severity, 'open', evidence, $5, $5
     FROM unnest($1::text[], $2::int[], $3::text[], $4::jsonb[]) AS f (check_id, resource_id, severity, evidence)
     ON CONFLICT (check_id, resource_id) WHERE status <> 'closed'
     DO UPDATE SET severity = EXCLUDED.severity, evidence = EXCLUDED.evidence, last_seen_at = EXCLUDED.last_seen_at`,
    [
      findings.map((finding) => finding.checkId),
      findings.map((finding) => finding.resourceId),
      findings.map((finding) => finding.verdict.severity),
      findings.map((finding) =>
        jsonText({ summary: finding.verdict.summary, items: finding.verdict.evidence }),
      ),
      now,
    ],
  )
}

export async function closeFindings(db: PoolClient, keys: FindingKey[], now: Date): Promise<void> {
  if (keys.length === 0) return
  await db.query(
    `UPDATE finding SET status = 'closed', closed_at = $3
     FROM unnest($1::text[], $2::int[]) AS gone (check_id, resource_id)
     WHERE finding.check_id = gone.check_id AND finding.resource_id = gone.resource_id AND finding.status = 'open'`,
    [keys.map((key) => key.checkId), keys.map((key) => key.resourceId), now],
  )
}
