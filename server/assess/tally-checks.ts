import type { PoolClient } from 'pg'
import type { TallyChanges } from './record-assessments.ts'

const MAX_REASONS = 20

/** Adds to an account's counts what a page changed, in its transaction. Returns the checks whose reasons are to be told again. */
export async function addToTally(
  db: PoolClient,
  accountId: string,
  changes: TallyChanges,
): Promise<Set<string>> {
  const rows = [...changes].flatMap(([key, counts]) => {
    const [checkId = '', region = ''] = key.split(' ')
    return counts.pass || counts.unknown || counts.notApplicable ? [{ checkId, region, ...counts }] : []
  })
  if (rows.length > 0) {
    await db.query(
      `INSERT INTO check_tally AS t (check_id, account_id, region, pass, fail, excepted, unknown, not_applicable)
       SELECT check_id, $1, region, pass, 0, 0, unknown, na
       FROM unnest($2::text[], $3::text[], $4::int[], $5::int[], $6::int[]) AS d (check_id, region, pass, unknown, na)
       ON CONFLICT (check_id, account_id, region) DO UPDATE SET pass = greatest(t.pass + EXCLUDED.pass, 0),
         unknown = greatest(t.unknown + EXCLUDED.unknown, 0), not_applicable = greatest(t.not_applicable + EXCLUDED.not_applicable, 0)`,
      [
        accountId,
        rows.map((row) => row.checkId),
        rows.map((row) => row.region),
        rows.map((row) => row.pass),
        rows.map((row) => row.unknown),
        rows.map((row) => row.notApplicable),
      ],
    )
  }
  return new Set(rows.filter((row) => row.unknown !== 0).map((row) => row.checkId))
}

/** Writes down why checks say unknown, with how often. */
export async function retellReasons(db: PoolClient, accountId: string, checkIds: string[]): Promise<void> {
  if (checkIds.length === 0) return
  await db.query(
    `UPDATE check_tally t SET reasons = coalesce(n.reasons, '{}') FROM (
       SELECT t.check_id, t.region, (
         SELECT jsonb_object_agg(reason, count) FROM (
           SELECT left(a.verdicts->t.check_id->>'unknown', 300) AS reason, count(*) FROM assessment a
           WHERE a.account_id = $1 AND a.region = t.region AND a.verdicts->t.check_id ? 'unknown' GROUP BY 1 ORDER BY 2 DESC LIMIT ${MAX_REASONS}
         ) r) AS reasons
       FROM check_tally t WHERE t.account_id = $1 AND t.check_id = ANY($2::text[])
     ) n WHERE t.account_id = $1 AND t.check_id = n.check_id AND t.region = n.region`,
    [accountId, checkIds],
  )
}

/** Counts an account's verdicts from the start: after everything was judged again. */
export async function recountTally(db: PoolClient, accountId: string): Promise<void> {
  await db.query('DELETE FROM check_tally WHERE account_id = $1', [accountId])
  await db.query(
    `INSERT INTO check_tally (check_id, account_id, region, pass, fail, excepted, unknown, not_applicable)
     SELECT e.key, $1, a.region, count(*) FILTER (WHERE e.value = '"pass"'), 0, 0,
       count(*) FILTER (WHERE jsonb_typeof(e.value) = 'object'), count(*) FILTER (WHERE e.value = '"not applicable"')
     FROM assessment a, jsonb_each(a.verdicts) e WHERE a.account_id = $1 GROUP BY e.key, a.region`,
    [accountId],
  )
  const { rows } = await db.query<{ id: string }>(
    'SELECT DISTINCT check_id AS id FROM check_tally WHERE account_id = $1 AND unknown > 0',
    [accountId],
  )
  await retellReasons(
    db,
    accountId,
    rows.map((row) => row.id),
  )
}

/** Brings the counts of fails and exceptions, of these checks or of all, to what stands among the findings. */
export async function tallyFindings(
  db: PoolClient,
  accountId: string,
  checkIds: string[] | null = null,
): Promise<void> {
  await db.query(
    `INSERT INTO check_tally AS t (check_id, account_id, region, pass, fail, excepted, unknown, not_applicable)
     SELECT check_id, account_id, region, 0, count(*) FILTER (WHERE status = 'open'), count(*) FILTER (WHERE status = 'excepted'), 0, 0
     FROM finding WHERE account_id = $1 AND status <> 'closed' AND ($2::text[] IS NULL OR check_id = ANY($2)) GROUP BY 1, 2, 3
     ON CONFLICT (check_id, account_id, region) DO UPDATE SET fail = EXCLUDED.fail, excepted = EXCLUDED.excepted
     WHERE t.fail <> EXCLUDED.fail OR t.excepted <> EXCLUDED.excepted`,
    [accountId, checkIds],
  )
  await db.query(
    `UPDATE check_tally t SET fail = 0, excepted = 0 WHERE account_id = $1 AND (fail > 0 OR excepted > 0) AND ($2::text[] IS NULL OR check_id = ANY($2))
     AND NOT EXISTS (SELECT 1 FROM finding f WHERE f.account_id = $1 AND f.check_id = t.check_id AND f.region = t.region AND f.status <> 'closed')`,
    [accountId, checkIds],
  )
}
