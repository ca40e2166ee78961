import type { PoolClient } from 'pg'
import { CHECK_BY_ID } from '#server/checks/index.ts'
import { postureScore, type Weighed } from '#server/domain/posture/score.ts'
import type { Severity } from '#server/domain/severity.ts'
import { jsonText } from '#server/store/json-text.ts'
import { allOf, queryRows, type Sql, sql } from '#server/store/sql.ts'

export type ScoreCause = 'first' | 'estate' | 'catalogue' | 'exceptions' | 'coverage'
export type ScoreReason = { checkId: string; opened: number; closed: number }

const MAX_REASONS = 10

/** The score of accounts and regions as it is now; `t` is check_tally and finding alike. Own rules weigh as their findings do. */
export async function currentScore(
  db: PoolClient | Parameters<typeof queryRows>[0],
  conditions: Sql[],
): Promise<number | null> {
  const where = allOf(conditions)
  const [passes, fails] = await Promise.all([
    queryRows<{ checkId: string; pass: number }>(
      db,
      sql`SELECT check_id AS "checkId", sum(pass)::int AS pass FROM check_tally t WHERE ${where} GROUP BY 1`,
    ),
    queryRows<{ severity: Severity; fail: number }>(
      db,
      sql`SELECT severity, count(*)::int AS fail FROM finding t WHERE status = 'open' AND ${where} GROUP BY 1`,
    ),
  ])
  const counts: Weighed[] = [
    ...passes.flatMap(({ checkId, pass }) => {
      const check = CHECK_BY_ID.get(checkId)
      return check ? [{ severity: check.severity, pass, fail: 0 }] : []
    }),
    ...fails.map(({ severity, fail }) => ({ severity, pass: 0, fail })),
  ]
  return postureScore(counts)
}

/** Writes down the score of an account, and of all, where it moved, with what moved it. */
export async function recordScore(
  db: PoolClient,
  accountId: string,
  cause: Exclude<ScoreCause, 'first'>,
  reasons: ScoreReason[],
  now: Date,
): Promise<void> {
  const worst = reasons.toSorted((a, b) => b.opened + b.closed - (a.opened + a.closed)).slice(0, MAX_REASONS)
  // Accounts are judged side by side: each writes after the one before it has.
  await db.query("SELECT pg_advisory_xact_lock(hashtext('posture-score'))")
  for (const id of [accountId, '']) {
    const score = await currentScore(db, id === '' ? [] : [sql`t.account_id = ${id}`])
    if (score === null) continue
    const [last] = await queryRows<{ score: number }>(
      db,
      sql`SELECT score FROM posture_score WHERE account_id = ${id} ORDER BY at DESC, id DESC LIMIT 1`,
    )
    if (last?.score === score) continue
    await db.query(
      'INSERT INTO posture_score (account_id, at, score, cause, reasons) VALUES ($1, $2, $3, $4, $5)',
      [id, now, score, last ? cause : 'first', jsonText(worst)],
    )
  }
}
