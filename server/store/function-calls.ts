import type { Pool } from 'pg'
import type { FunctionCall } from '#server/domain/reach/reach.ts'
import { queryRows, type Sql, sql } from './sql.ts'

type Row = Omit<FunctionCall, 'lastSeenAt'> & { lastSeenAt: Date | null }

async function read(pool: Pool, where: Sql): Promise<FunctionCall[]> {
  const rows = await queryRows<Row>(
    pool,
    sql`SELECT from_arn AS "fromArn", to_arn AS "toArn", "by", synchronous, evidence, last_seen_at AS "lastSeenAt"
      FROM function_call WHERE ${where} ORDER BY from_arn, to_arn LIMIT 20000`,
  )
  return rows.map((row) => ({ ...row, lastSeenAt: row.lastSeenAt?.toISOString() ?? null }))
}

/** Calls by these functions. */
export function callsFrom(pool: Pool, arns: string[]): Promise<FunctionCall[]> {
  return read(pool, sql`from_arn = ANY(${arns}::text[])`)
}

/** Calls of functions of an account, and calls of its functions by those of other accounts. */
export function callsAround(pool: Pool, accountId: string): Promise<FunctionCall[]> {
  return read(pool, sql`account_id = ${accountId} OR to_arn LIKE ${`arn:%:lambda:%:${accountId}:function:%`}`)
}
