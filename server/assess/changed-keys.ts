import type { Pool } from 'pg'
import { queryRows, sql } from '#server/store/sql.ts'
import { KEY } from './answer-key.ts'

/** With more changes than these, everything is judged again: that is quicker than asking who read what. */
const MAX_KEYS = 4000

type Change = {
  kind: string
  arn: string
  region: string
  accountId: string
  code: string | null
  codeBefore: string | null
  about: string[] | null
}

/** The questions to which the answer may be another one since then. Insights, labels and records of the account; organisations of any. */
export async function changedKeys(
  pool: Pool,
  accountId: string,
  since: Date,
): Promise<string[] | 'too many'> {
  const limit = MAX_KEYS + 1
  const [records, insights, labels] = await Promise.all([
    queryRows<Change>(
      pool,
      sql`SELECT r.kind, r.arn, r.region, r.account_id AS "accountId", r.summary->>'codeSha256' AS code,
          (SELECT p.record->'codeSha256'->>'value' FROM resource_version p WHERE p.resource_id = r.id AND p.valid_to = v.valid_from LIMIT 1) AS "codeBefore",
          CASE WHEN r.kind = 'external-finding' THEN ARRAY(SELECT jsonb_array_elements_text(r.summary->'resourceArns')) END AS about
        FROM (SELECT resource_id AS id FROM resource_version WHERE valid_from > ${since}
          UNION SELECT id FROM resource WHERE deleted_at > ${since}) moved
        JOIN resource r USING (id) JOIN resource_version v ON v.id = r.current_version_id
        WHERE r.account_id = ${accountId} OR r.kind = 'organization' LIMIT ${limit}`,
    ),
    queryRows<{ kind: string; arn: string }>(
      pool,
      sql`SELECT r.kind, r.arn FROM insight i JOIN resource r ON r.id = i.resource_id
        WHERE r.account_id = ${accountId} AND i.computed_at > ${since} LIMIT ${limit}`,
    ),
    queryRows<{ arn: string }>(
      pool,
      sql`SELECT r.arn FROM resource_label l JOIN resource r ON r.id = l.resource_id
        WHERE r.account_id = ${accountId} AND l.set_at > ${since} LIMIT ${limit}`,
    ),
  ])
  if (records.length + insights.length + labels.length > MAX_KEYS) return 'too many'
  const keys = new Set<string>()
  for (const { kind, arn, region, accountId: of, code, codeBefore, about } of records) {
    keys.add(KEY.record(kind, arn)).add(KEY.all(kind, of, region))
    if (kind === 'function') {
      keys.add(KEY.labels(arn))
      if (code !== codeBefore)
        for (const sha256 of [code, codeBefore]) if (sha256) keys.add(KEY.sameCode(of, region, sha256))
    }
    if (kind === 'organization') keys.add(KEY.organization())
    for (const one of about ?? []) keys.add(KEY.external(one))
  }
  for (const { kind, arn } of insights) {
    if (kind === 'function') keys.add(KEY.triggers(arn)).add(KEY.reach(arn)).add(KEY.labels(arn))
    else keys.add(KEY.access(arn)).add(KEY.roleFunctions(arn))
  }
  for (const { arn } of labels) keys.add(KEY.labels(arn))
  return [...keys]
}
