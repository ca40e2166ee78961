import type { Pool, PoolClient } from 'pg'
import { HOUR_MS } from '#server/domain/time.ts'

type Db = Pool | PoolClient

/** How long the credentials of a role's session outlive the function at most. Source: IAM, maximum session duration. */
const SESSION_MS = 12 * HOUR_MS

export type EstateFunction = {
  resourceId: number
  accountId: string
  region: string
  name: string
  arn: string
  roleArn: string | null
  runtime: string | null
  environment: string | null
  criticality: string | null
  publicByDeclaration: boolean
}

/** Functions of these accounts as detections see them; those deleted a short time ago too, before their successors. */
export async function loadEstateFunctions(
  db: Db,
  accountIds: readonly string[],
  now: Date,
): Promise<EstateFunction[]> {
  const { rows } = await db.query<EstateFunction>(
    `SELECT r.id AS "resourceId", r.account_id AS "accountId", r.region, r.name, r.arn,
       r.summary->>'roleArn' AS "roleArn", r.summary->>'runtime' AS runtime,
       coalesce(l.environment, r.derived->>'env', r.summary->>'env') AS environment,
       coalesce(l.criticality, r.derived->>'criticality') AS criticality,
       EXISTS (SELECT 1 FROM jsonb_array_elements_text(
           CASE WHEN jsonb_typeof(r.summary->'tags') = 'array' THEN r.summary->'tags' ELSE '[]' END) AS t (tag)
         WHERE lower(t.tag) = 'public=true') AS "publicByDeclaration"
     FROM resource r LEFT JOIN resource_label l ON l.resource_id = r.id
     WHERE r.account_id = ANY($1) AND r.kind = 'function' AND (r.deleted_at IS NULL OR r.deleted_at > $2)
     ORDER BY r.deleted_at NULLS LAST, r.region, r.id`,
    [accountIds, new Date(now.getTime() - SESSION_MS)],
  )
  return rows
}

/** Grows whenever a resource is found or has changed; quick to ask. */
export async function newestVersion(db: Db): Promise<number> {
  const { rows } = await db.query<{ id: number }>(
    'SELECT coalesce(max(id), 0)::float8 AS id FROM resource_version',
  )
  return rows[0]?.id ?? 0
}

export type OwnAccounts = {
  ids: Set<string>
  /** Whether an organisation was listed to its end, so that every other account is somebody else's. */
  isComplete: boolean
}

/** Accounts that are watched, that are asked for members, and those of the organisations that were listed. */
export async function loadOwnAccounts(db: Db): Promise<OwnAccounts> {
  const { rows } = await db.query<{ id: string; listed: boolean }>(
    `SELECT id, false AS listed FROM aws_account
     UNION SELECT account_id, false FROM organization_source
     UNION SELECT v.record->>'managementAccountId', false FROM resource r
       JOIN resource_version v ON v.id = r.current_version_id
       WHERE r.kind = 'organization' AND r.deleted_at IS NULL AND v.record ? 'managementAccountId'
     UNION SELECT a.account->>'id', true FROM resource r
       JOIN resource_version v ON v.id = r.current_version_id,
       LATERAL jsonb_array_elements(CASE WHEN jsonb_typeof(v.record->'accounts'->'value') = 'array'
         THEN v.record->'accounts'->'value' ELSE '[]' END) AS a (account)
       WHERE r.kind = 'organization' AND r.deleted_at IS NULL`,
  )
  return {
    ids: new Set(rows.map((row) => row.id).filter((id) => id !== null)),
    isComplete: rows.some((row) => row.listed),
  }
}

export type StoredCanary = { kind: string; accountId: string; name: string; note: string }

export async function loadCanaries(db: Db): Promise<StoredCanary[]> {
  const { rows } = await db.query<StoredCanary>(
    'SELECT kind, account_id AS "accountId", name, note FROM canary',
  )
  return rows
}
