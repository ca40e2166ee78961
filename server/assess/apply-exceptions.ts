import type { Pool, PoolClient } from 'pg'
import { type ExceptionSelector, matchesException } from '#server/domain/posture/match-exception.ts'
import type { Severity } from '#server/domain/severity.ts'
import { allOf, queryRows, type Sql, sql } from '#server/store/sql.ts'
import { addFindingEntries } from './record-findings.ts'

export type ActiveException = { id: string; selector: ExceptionSelector; reason: string; expiresAt: Date }

export type StandingFinding = {
  id: string
  checkId: string
  severity: Severity
  status: 'open' | 'excepted'
  exceptionId: string | null
  resourceArn: string
  accountId: string
  tags: Record<string, string>[]
}

/** Exceptions that hold now, oldest first. */
export function activeExceptions(db: Pool | PoolClient, now: Date): Promise<ActiveException[]> {
  return queryRows<ActiveException>(
    db,
    sql`SELECT id, selector, reason, expires_at AS "expiresAt" FROM exception
      WHERE ended_at IS NULL AND expires_at > ${now} ORDER BY created_at, id`,
  )
}

/** Findings that are not closed, with all that an exception may go by. `f` is finding, `r` its resource. */
export function standingFindings(
  db: Pool | PoolClient,
  conditions: Sql[] = [],
  withTags = true,
): Promise<StandingFinding[]> {
  const tags = sql`coalesce((SELECT jsonb_agg(v.record->'tags'->'value') FROM resource t JOIN resource_version v ON v.id = t.current_version_id
      WHERE (t.id = r.id OR (t.kind = 'function' AND t.arn = ANY(f.function_arns))) AND jsonb_typeof(v.record->'tags'->'value') = 'object'), '[]')`
  return queryRows<StandingFinding>(
    db,
    sql`SELECT f.id, f.check_id AS "checkId", f.severity, f.status, f.exception_id AS "exceptionId", r.arn AS "resourceArn",
        f.account_id AS "accountId", ${withTags ? tags : sql`'[]'::jsonb`} AS tags
      FROM finding f JOIN resource r ON r.id = f.resource_id WHERE f.status <> 'closed' AND ${allOf(conditions)}`,
  )
}

/**
 * Brings findings to what the exceptions that hold now say of them: excepted by the oldest one that covers it, else open.
 * Returns how many changed. To be called whenever findings, exceptions or tags changed.
 */
export async function applyExceptions(db: PoolClient, now: Date, conditions: Sql[] = []): Promise<number> {
  const exceptions = await activeExceptions(db, now)
  const scope = exceptions.length > 0 ? conditions : [...conditions, sql`f.status = 'excepted'`]
  const withTags = exceptions.some((one) => one.selector.tags.length > 0)
  const findings = await standingFindings(db, scope, withTags)
  const changes = findings.flatMap((finding) => {
    const exception = exceptions.find((one) => matchesException(one.selector, finding))
    return (exception?.id ?? null) === finding.exceptionId ? [] : [{ id: finding.id, exception }]
  })
  if (changes.length === 0) return 0
  await db.query(
    `UPDATE finding SET exception_id = c.exception_id, status = CASE WHEN c.exception_id IS NULL THEN 'open' ELSE 'excepted' END
     FROM unnest($1::uuid[], $2::uuid[]) AS c (id, exception_id) WHERE finding.id = c.id AND finding.status <> 'closed'`,
    [changes.map(({ id }) => id), changes.map(({ exception }) => exception?.id ?? null)],
  )
  const entries = changes.map(({ id, exception }) =>
    exception
      ? {
          findingId: id,
          kind: 'excepted',
          text: `until ${exception.expiresAt.toISOString().slice(0, 10)}: ${exception.reason}`,
        }
      : { findingId: id, kind: 'exception-ended', text: 'No exception covers it any more.' },
  )
  await addFindingEntries(db, entries, now)
  return changes.length
}
