import type { Pool } from 'pg'
import { allOf, queryRows, type Sql, sql } from '#server/store/sql.ts'
import type { Tally } from './schema.ts'

export const NO_TALLY: Tally = { pass: 0, fail: 0, excepted: 0, unknown: 0, notApplicable: 0 }

export function addTallies(a: Tally, b: Tally): Tally {
  return {
    pass: a.pass + b.pass,
    fail: a.fail + b.fail,
    excepted: a.excepted + b.excepted,
    unknown: a.unknown + b.unknown,
    notApplicable: a.notApplicable + b.notApplicable,
  }
}

/** Counts by check; conditions are on `t`. */
export async function talliesByCheck(pool: Pool, conditions: Sql[]): Promise<Map<string, Tally>> {
  const rows = await queryRows<Tally & { checkId: string }>(
    pool,
    sql`SELECT check_id AS "checkId", sum(pass)::int AS pass, sum(fail)::int AS fail, sum(excepted)::int AS excepted,
        sum(unknown)::int AS unknown, sum(not_applicable)::int AS "notApplicable"
      FROM check_tally t WHERE ${allOf(conditions)} GROUP BY 1`,
  )
  return new Map(rows.map(({ checkId, ...tally }) => [checkId, tally]))
}

export type UnknownReason = { checkId: string; reason: string; count: number }

/** Why checks say unknown; conditions are on `t`. */
export function unknownReasons(pool: Pool, conditions: Sql[]): Promise<UnknownReason[]> {
  return queryRows<UnknownReason>(
    pool,
    sql`SELECT t.check_id AS "checkId", e.key AS reason, sum(e.value::int)::int AS count
      FROM check_tally t, jsonb_each_text(t.reasons) e WHERE t.unknown > 0 AND ${allOf(conditions)}
      GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 500`,
  )
}
