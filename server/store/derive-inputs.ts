import type { Pool } from 'pg'
import type { LastAccessedService } from '#server/domain/access/least-privilege/last-accessed-service.ts'
import type { Field } from '#server/domain/field.ts'
import type { AllowedResource } from '#server/domain/reach/function-calls.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { ResourceKind } from '#server/domain/records/resource-kind.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { DAY_MS } from '#server/domain/time.ts'
import { queryRows, type Sql, sql } from './sql.ts'

/** Kinds that start functions, or stand before what does. */
const SOURCE_KINDS: ResourceKind[] = [
  'event-source-mapping',
  'event-source',
  'api',
  'load-balancer',
  'distribution',
  'web-acl',
  'event-rule',
  'schedule',
  'bucket',
  'topic-subscription',
  'log-subscription',
  'user-pool',
  'state-machine',
  'organization',
  'account-settings',
]

/**
 * What was last seen of a kind that nobody may look at any more, or could not for a day, says nothing of today; nor does
 * what was asked for by other names.
 */
const isCollected = (accountId: string, now: Date): Sql =>
  sql`account_id = ${accountId} AND collector LIKE 'sweep-%' AND cursor->>'denied' IS DISTINCT FROM 'true' AND cursor->>'outdated' IS DISTINCT FROM 'true'
    AND (cursor->>'brokenSince' IS NULL OR (cursor->>'brokenSince')::timestamptz > ${new Date(now.getTime() - DAY_MS)})`

/** Sources of other accounts that may have to do with an account's functions, over `r` (resource). */
function foreign(accountId: string): Sql {
  return sql`r.deleted_at IS NULL AND r.account_id <> ${accountId} AND (r.kind IN ('distribution', 'organization')
    OR (r.kind = 'web-acl' AND r.region = 'global') OR (r.derived ? 'names' AND r.derived->'names' ? ${accountId}))`
}

/**
 * One text that stays the same as long as nothing changed of all that an account's reach and access are worked out from.
 * It is read from ids and times alone.
 */
export async function inputsVersion(pool: Pool, accountId: string, now: Date): Promise<string> {
  const versions = (where: Sql) =>
    sql`(SELECT md5(string_agg(r.id || ':' || coalesce(r.current_version_id, 0), ',' ORDER BY r.id)) FROM resource r WHERE ${where})`
  const [row] = await queryRows<{ version: string }>(
    pool,
    sql`SELECT md5(concat_ws('|', ${versions(sql`r.account_id = ${accountId} AND r.deleted_at IS NULL AND r.kind = ANY(${[...SOURCE_KINDS, 'function', 'role', 'user']}::text[])`)}, ${versions(foreign(accountId))},
      (SELECT string_agg(collector || region, ',' ORDER BY collector, region) FROM collector_cursor WHERE ${isCollected(accountId, now)}),
      (SELECT string_agg(l.resource_id || ':' || extract(epoch FROM l.set_at), ',' ORDER BY l.resource_id)
        FROM resource_label l JOIN resource r ON r.id = l.resource_id WHERE r.account_id = ${accountId}),
      (SELECT value::text FROM setting WHERE key = 'tag-keys'),
      (SELECT concat_ws(',', owner, environment, tags::text) FROM aws_account WHERE id = ${accountId}),
      (SELECT count(*) || ' ' || max(generated_at) FROM role_last_accessed WHERE account_id = ${accountId}))) AS version`,
  )
  return row?.version ?? ''
}

export type StoredSource = {
  id: number
  accountId: string
  hash: string
  record: ResourceRecord
  /** Accounts whose functions it names, as last noted, and the content that was noted for. */
  names: string[] | null
  namesOf: string | null
}

/** An account's sources of triggers, and those of other accounts that may have to do with it. */
export function loadSources(pool: Pool, accountId: string): Promise<StoredSource[]> {
  return queryRows<StoredSource>(
    pool,
    sql`SELECT r.id, r.account_id AS "accountId", v.content_hash AS hash, v.record, r.derived->'names' AS names, r.derived->>'namesOf' AS "namesOf"
      FROM resource r JOIN resource_version v ON v.id = r.current_version_id
      WHERE (r.account_id = ${accountId} AND r.deleted_at IS NULL AND r.kind = ANY(${SOURCE_KINDS}::text[])) OR (${foreign(accountId)})
      ORDER BY r.id`,
  )
}

/** Which kinds were collected in full where, as `accountId/region/kind`. */
export async function collectedKinds(pool: Pool, accountId: string, now: Date): Promise<Set<string>> {
  const rows = await queryRows<{ key: string }>(
    pool,
    sql`SELECT account_id || '/' || region || '/' || substr(collector, 7) AS key FROM collector_cursor
      WHERE ${isCollected(accountId, now)}`,
  )
  return new Set(rows.map((row) => row.key))
}

export type PrincipalHead = {
  id: number
  kind: 'role' | 'user'
  arn: string
  name: string
  hash: string
  /** Hash of the inputs of what is stored of it; null where nothing was worked out. */
  inputsHash: string | null
  lastAccessed: string | null
  level: string | null
  /** Some of its own policies could not be read. */
  blind: boolean | null
  /** What was worked out for functions to look at: where it may invoke functions, and the resources it may get at. */
  invokes: AllowedResource[] | null
  starts: AllowedResource[] | null
  resources: { service: string; name: string; arn: string | null }[] | null
}

/** Roles and users of an account without their records, by id. */
export function principalHeads(pool: Pool, accountId: string): Promise<PrincipalHead[]> {
  return queryRows<PrincipalHead>(
    pool,
    sql`SELECT r.id, r.kind, r.arn, r.name, v.content_hash AS hash, i.inputs_hash AS "inputsHash",
        extract(epoch FROM l.generated_at)::text AS "lastAccessed", r.derived->>'level' AS level, (r.derived->>'blind')::boolean AS blind,
        i.body->'invokes' AS invokes, i.body->'starts' AS starts, i.body->'resources' AS resources
      FROM resource r JOIN resource_version v ON v.id = r.current_version_id LEFT JOIN insight i ON i.resource_id = r.id
      LEFT JOIN role_last_accessed l ON l.role_arn = r.arn
      WHERE r.account_id = ${accountId} AND r.kind IN ('role', 'user') AND r.deleted_at IS NULL ORDER BY r.id`,
  )
}

export type FunctionHead = {
  id: number
  arn: string
  name: string
  region: string
  hash: string
  roleArn: string | null
  reservedConcurrency: number | null
  inputsHash: string | null
  trace: string[] | null
  tags: Record<string, string> | null
  label: { owner: string | null; environment: string | null; criticality: string | null } | null
  derived: Record<string, unknown>
}

/** Functions of an account without their records, by id. */
export function functionHeads(pool: Pool, accountId: string): Promise<FunctionHead[]> {
  return queryRows<FunctionHead>(
    pool,
    sql`SELECT r.id, r.arn, r.name, r.region, v.content_hash AS hash, r.summary->>'roleArn' AS "roleArn",
        (r.summary->>'reservedConcurrency')::float8 AS "reservedConcurrency", i.inputs_hash AS "inputsHash", i.body->'trace' AS trace,
        v.record->'tags'->'value' AS tags, r.derived,
        CASE WHEN l.resource_id IS NOT NULL THEN jsonb_build_object('owner', l.owner, 'environment', l.environment, 'criticality', l.criticality) END AS label
      FROM resource r JOIN resource_version v ON v.id = r.current_version_id LEFT JOIN insight i ON i.resource_id = r.id
      LEFT JOIN resource_label l ON l.resource_id = r.id
      WHERE r.account_id = ${accountId} AND r.kind = 'function' AND r.deleted_at IS NULL ORDER BY r.id`,
  )
}

/** Current records of resources by id. */
export async function loadRecords<R extends ResourceRecord>(
  pool: Pool,
  ids: number[],
): Promise<Map<number, R>> {
  const rows = await queryRows<{ id: number; record: R }>(
    pool,
    sql`SELECT r.id, v.record FROM resource r JOIN resource_version v ON v.id = r.current_version_id WHERE r.id = ANY(${ids}::int[])`,
  )
  return new Map(rows.map((row) => [row.id, row.record]))
}

/** Functions of an account by the role that they run as. */
export async function roleFunctions(
  pool: Pool,
  accountId: string,
): Promise<Map<string, { id: number; arn: string; name: string }[]>> {
  const rows = await queryRows<{ id: number; arn: string; name: string; roleArn: string }>(
    pool,
    sql`SELECT r.id, r.arn, r.name, r.summary->>'roleArn' AS "roleArn" FROM resource r
      WHERE r.account_id = ${accountId} AND r.kind = 'function' AND r.deleted_at IS NULL AND r.summary->>'roleArn' IS NOT NULL ORDER BY r.arn`,
  )
  return Map.groupBy(rows, (row) => row.roleArn)
}

/** What IAM told of when roles last used what, by the role's ARN; roles of which it was not asked are left out. */
export async function lastAccessedOf(
  pool: Pool,
  arns: string[],
): Promise<Map<string, Field<LastAccessedService[]>>> {
  const rows = await queryRows<{ arn: string; body: Field<LastAccessedService[]> }>(
    pool,
    sql`SELECT role_arn AS arn, body FROM role_last_accessed WHERE role_arn = ANY(${arns}::text[])`,
  )
  return new Map(rows.map((row) => [row.arn, row.body]))
}

/** Functions of an account with no more of their records than tells what they call. */
export async function callers(pool: Pool, accountId: string): Promise<FunctionRecord[]> {
  const rows = await queryRows<{ record: FunctionRecord }>(
    pool,
    sql`SELECT jsonb_build_object('kind', 'function', 'arn', r.arn, 'name', r.name, 'accountId', r.account_id, 'region', r.region,
        'roleArn', v.record->'roleArn', 'eventInvokeConfigs', v.record->'eventInvokeConfigs', 'deadLetterTargetArn', v.record->'deadLetterTargetArn') AS record
      FROM resource r JOIN resource_version v ON v.id = r.current_version_id
      WHERE r.account_id = ${accountId} AND r.kind = 'function' AND r.deleted_at IS NULL ORDER BY r.id`,
  )
  return rows.map((row) => row.record)
}
