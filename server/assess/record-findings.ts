import type { PoolClient } from 'pg'
import type { Fail } from '#server/domain/verdict.ts'
import { isIndexable, jsonText, plainText } from '#server/store/json-text.ts'

export type FindingKey = { checkId: string; resourceId: number }
export type FailedFinding = FindingKey & {
  verdict: Fail
  accountId: string
  region: string
  functionArns: string[]
}

/** An open finding says at least so often that it was seen. */
const SEEN_EVERY = '1 hour'

/** Opens findings, or updates those that stand: a check and a resource have one that is not closed at most. Returns how many opened, by check, and how many weigh more or less than before. */
export async function openFindings(
  db: PoolClient,
  findings: readonly FailedFinding[],
  now: Date,
): Promise<{ opened: Map<string, number>; reweighed: number }> {
  const opened = new Map<string, number>()
  if (findings.length === 0) return { opened, reweighed: 0 }
  const { rows } = await db.query<{
    id: string
    checkId: string
    isNew: boolean
    before: string | null
    severity: string
  }>(
    `WITH given AS (
       SELECT * FROM unnest($1::text[], $2::int[], $3::text[], $4::jsonb[], $6::text[], $7::text[], $8::jsonb[])
         AS f (check_id, resource_id, severity, evidence, account_id, region, functions)
       ORDER BY check_id, resource_id
     ), before AS (
       SELECT f.check_id, f.resource_id, f.severity FROM finding f JOIN given g USING (check_id, resource_id)
       WHERE f.status <> 'closed' AND f.resource_id = ANY($2::int[])
     ), written AS (
       INSERT INTO finding (id, check_id, resource_id, severity, status, evidence, account_id, region, function_arns, opened_at, last_seen_at)
       SELECT gen_random_uuid(), check_id, resource_id, severity, 'open', evidence, account_id, region,
         ARRAY(SELECT jsonb_array_elements_text(functions)), $5, $5
       FROM given
       ON CONFLICT (check_id, resource_id) WHERE status <> 'closed'
       DO UPDATE SET severity = EXCLUDED.severity, evidence = EXCLUDED.evidence, last_seen_at = EXCLUDED.last_seen_at,
         account_id = EXCLUDED.account_id, region = EXCLUDED.region, function_arns = EXCLUDED.function_arns
       WHERE finding.severity <> EXCLUDED.severity OR finding.evidence <> EXCLUDED.evidence
         OR finding.function_arns <> EXCLUDED.function_arns OR finding.last_seen_at < EXCLUDED.last_seen_at - interval '${SEEN_EVERY}'
       RETURNING id, check_id, resource_id, severity, xmax = 0 AS is_new
     )
     SELECT w.id, w.check_id AS "checkId", w.is_new AS "isNew", b.severity AS before, w.severity
     FROM written w LEFT JOIN before b USING (check_id, resource_id)`,
    [
      findings.map((finding) => finding.checkId),
      findings.map((finding) => finding.resourceId),
      findings.map((finding) => finding.verdict.severity),
      findings.map(({ verdict: { summary, evidence: items, since } }) =>
        jsonText({ summary, items, ...(since === undefined ? {} : { since }) }),
      ),
      now,
      findings.map((finding) => finding.accountId),
      findings.map((finding) => plainText(finding.region)),
      findings.map((finding) => jsonText(finding.functionArns.filter(isIndexable))),
    ],
  )
  const entries = rows.flatMap(({ id, isNew, before, severity }) => {
    if (isNew) return [{ findingId: id, kind: 'opened', text: '' }]
    return before !== null && before !== severity
      ? [{ findingId: id, kind: 'changed', text: `${before} → ${severity}` }]
      : []
  })
  await addFindingEntries(db, entries, now)
  for (const { checkId, isNew } of rows) if (isNew) opened.set(checkId, (opened.get(checkId) ?? 0) + 1)
  return { opened, reweighed: entries.filter(({ kind }) => kind === 'changed').length }
}

/** Closes what stands of these, and says why. Returns how many closed, by check. */
export async function closeFindings(
  db: PoolClient,
  keys: readonly (FindingKey & { why: string })[],
  now: Date,
): Promise<Map<string, number>> {
  const closed = new Map<string, number>()
  if (keys.length === 0) return closed
  const { rows } = await db.query<{ id: string; checkId: string; why: string }>(
    `UPDATE finding SET status = 'closed', closed_at = $3, exception_id = NULL
     FROM unnest($1::text[], $2::int[], $4::text[]) AS gone (check_id, resource_id, why)
     WHERE finding.check_id = gone.check_id AND finding.resource_id = gone.resource_id AND finding.status <> 'closed'
       AND finding.resource_id = ANY($5::int[])
     RETURNING finding.id, finding.check_id AS "checkId", gone.why`,
    [
      keys.map((key) => key.checkId),
      keys.map((key) => key.resourceId),
      now,
      keys.map((key) => key.why),
      [...new Set(keys.map((key) => key.resourceId))],
    ],
  )
  await addFindingEntries(
    db,
    rows.map(({ id, why }) => ({ findingId: id, kind: 'closed', text: why })),
    now,
  )
  for (const { checkId } of rows) closed.set(checkId, (closed.get(checkId) ?? 0) + 1)
  return closed
}

/** Adds to findings' histories what Sightline itself did. */
export async function addFindingEntries(
  db: PoolClient,
  entries: readonly { findingId: string; kind: string; text: string }[],
  now: Date,
): Promise<void> {
  if (entries.length === 0) return
  await db.query(
    `INSERT INTO finding_entry (id, finding_id, at, kind, actor, text)
     SELECT gen_random_uuid(), finding_id, $4, kind, 'Sightline', text FROM unnest($1::uuid[], $2::text[], $3::text[]) AS e (finding_id, kind, text)`,
    [
      entries.map((entry) => entry.findingId),
      entries.map((entry) => entry.kind),
      entries.map((entry) => plainText(entry.text)),
      now,
    ],
  )
}
