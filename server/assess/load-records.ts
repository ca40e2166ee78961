import type { Pool } from 'pg'
import { absent, type Field, failed, known } from '#server/domain/field.ts'
import type { NamedFunction } from '#server/domain/posture/surroundings.ts'
import type { OrganizationRecord } from '#server/domain/records/organization-record.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { queryRows, sql } from '#server/store/sql.ts'

export type Answers = Map<string, Field<unknown>>

/** Records by kind and ARN: `kind arn` each. What is not there is absent; whether that can be known is asked elsewhere. */
export async function loadByArn(pool: Pool, subjects: string[]): Promise<Answers> {
  const wanted = subjects.map((subject) => {
    const space = subject.indexOf(' ')
    return { subject, kind: subject.slice(0, space), arn: subject.slice(space + 1) }
  })
  const rows = await queryRows<{ subject: string; record: ResourceRecord }>(
    pool,
    sql`SELECT DISTINCT ON (r.kind, r.arn) r.kind || ' ' || r.arn AS subject, v.record
      FROM unnest(${wanted.map((one) => one.kind)}::text[], ${wanted.map((one) => one.arn)}::text[]) AS w(kind, arn)
      JOIN resource r ON r.arn = w.arn AND r.kind = w.kind AND r.deleted_at IS NULL
      JOIN resource_version v ON v.id = r.current_version_id ORDER BY r.kind, r.arn, r.last_seen_at DESC`,
  )
  const found = new Map(rows.map((row) => [row.subject, row.record]))
  return new Map(
    wanted.map(({ subject }) => {
      const record = found.get(subject)
      return [subject, record ? known(record) : absent()]
    }),
  )
}

/** Every record of a kind in a place: `kind account/region` each. */
export async function loadByPlace(pool: Pool, subjects: string[]): Promise<Answers> {
  const rows = await queryRows<{ subject: string; record: ResourceRecord }>(
    pool,
    sql`SELECT r.kind || ' ' || r.account_id || '/' || r.region AS subject, v.record
      FROM (SELECT split_part(s, ' ', 1) AS kind, split_part(split_part(s, ' ', 2), '/', 1) AS account_id, split_part(s, '/', 2) AS region
        FROM unnest(${subjects}::text[]) s) w
      JOIN resource r ON r.kind = w.kind AND r.account_id = w.account_id AND r.region = w.region AND r.deleted_at IS NULL
      JOIN resource_version v ON v.id = r.current_version_id ORDER BY r.arn`,
  )
  const found = Map.groupBy(rows, (row) => row.subject)
  return new Map(
    subjects.map((subject) => [subject, known((found.get(subject) ?? []).map((row) => row.record))]),
  )
}

/** The functions that run as each role. */
export async function loadRoleFunctions(pool: Pool, roleArns: string[]): Promise<Answers> {
  const rows = await queryRows<NamedFunction & { role: string }>(
    pool,
    sql`SELECT arn, name, summary->>'roleArn' AS role FROM resource
      WHERE kind = 'function' AND deleted_at IS NULL AND account_id = ANY(${[...new Set(roleArns.map((arn) => arn.split(':')[4] ?? ''))]}::text[])
        AND summary->>'roleArn' = ANY(${roleArns}::text[]) ORDER BY arn`,
  )
  const found = Map.groupBy(rows, (row) => row.role)
  return new Map(
    roleArns.map((role) => [role, known((found.get(role) ?? []).map(({ arn, name }) => ({ arn, name })))]),
  )
}

/** Functions with the same code: `account/region sha256` each. */
export async function loadSameCode(pool: Pool, subjects: string[]): Promise<Answers> {
  const rows = await queryRows<NamedFunction & { subject: string }>(
    pool,
    sql`SELECT arn, name, account_id || '/' || region || ' ' || (summary->>'codeSha256') AS subject FROM resource
      WHERE kind = 'function' AND deleted_at IS NULL AND account_id = ANY(${[...new Set(subjects.map((one) => one.split('/')[0] ?? ''))]}::text[])
        AND account_id || '/' || region || ' ' || (summary->>'codeSha256') = ANY(${subjects}::text[]) ORDER BY arn`,
  )
  const found = Map.groupBy(rows, (row) => row.subject)
  return new Map(
    subjects.map((subject) => [
      subject,
      known((found.get(subject) ?? []).map(({ arn, name }) => ({ arn, name }))),
    ]),
  )
}

/** What other services say of each ARN. */
export async function loadExternal(pool: Pool, arns: string[]): Promise<Answers> {
  const rows = await queryRows<{ arn: string; record: ResourceRecord }>(
    pool,
    sql`SELECT w.arn, v.record FROM unnest(${arns}::text[]) AS w(arn)
      JOIN resource r ON r.kind = 'external-finding' AND r.deleted_at IS NULL AND r.summary->'resourceArns' ? w.arn
      JOIN resource_version v ON v.id = r.current_version_id ORDER BY r.arn`,
  )
  const found = Map.groupBy(rows, (row) => row.arn)
  return new Map(arns.map((arn) => [arn, known((found.get(arn) ?? []).map((row) => row.record))]))
}

/** Every collected organisation; failed where none was ever asked for. */
export async function loadOrganizations(pool: Pool): Promise<Field<OrganizationRecord[]>> {
  const rows = await queryRows<{ record: OrganizationRecord }>(
    pool,
    sql`SELECT v.record FROM resource r JOIN resource_version v ON v.id = r.current_version_id
      WHERE r.kind = 'organization' AND r.deleted_at IS NULL ORDER BY r.id`,
  )
  if (rows.length > 0) return known(rows.map((row) => row.record))
  const asked = await queryRows<{ one: number }>(
    pool,
    sql`SELECT 1 AS one FROM collector_cursor WHERE collector = 'sweep-organization' LIMIT 1`,
  )
  return asked.length > 0 ? known([]) : failed('not collected')
}
