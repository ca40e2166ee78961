import type { PoolClient } from 'pg'
import type { Verdict, VerdictState } from '#server/domain/verdict.ts'
import { isIndexable, jsonText, plainText } from '#server/store/json-text.ts'

/** As stored: the state, or an unknown's reason. */
export type StoredVerdict = Exclude<VerdictState, 'unknown'> | { unknown: string }

export type Assessed = {
  resourceId: number
  accountId: string
  region: string
  kind: string
  reads: string[]
  verdicts: ReadonlyMap<string, Verdict>
}

/** Counts to add to what is tallied, by `check region`. */
export type TallyChanges = Map<string, { pass: number; unknown: number; notApplicable: number }>

const storedVerdict = (verdict: Verdict): StoredVerdict =>
  verdict.state === 'unknown' ? { unknown: verdict.reason } : verdict.state

export const stateOf = (stored: StoredVerdict): VerdictState =>
  typeof stored === 'string' ? stored : 'unknown'

function count(
  changes: TallyChanges,
  region: string,
  verdicts: Record<string, StoredVerdict>,
  by: 1 | -1,
): void {
  for (const [checkId, stored] of Object.entries(verdicts)) {
    const state = stateOf(stored)
    if (state === 'fail') continue
    const key = `${checkId} ${region}`
    const counts = changes.get(key) ?? { pass: 0, unknown: 0, notApplicable: 0 }
    changes.set(key, counts)
    counts[state === 'not applicable' ? 'notApplicable' : state] += by
  }
}

type Before = { resourceId: number; region: string; verdicts: Record<string, StoredVerdict> }

async function before(db: PoolClient, ids: number[]): Promise<Before[]> {
  const { rows } = await db.query<Before>(
    'SELECT resource_id AS "resourceId", region, verdicts FROM assessment WHERE resource_id = ANY($1::int[]) FOR UPDATE',
    [ids],
  )
  return rows
}

/** Stores verdicts, and notes in `changes` what that does to the counts. */
export async function saveAssessments(
  db: PoolClient,
  rows: readonly Assessed[],
  now: Date,
  changes: TallyChanges,
): Promise<void> {
  if (rows.length === 0) return
  for (const row of await before(
    db,
    rows.map((one) => one.resourceId),
  ))
    count(changes, row.region, row.verdicts, -1)
  const stored = rows.map((row) =>
    Object.fromEntries([...row.verdicts].map(([id, verdict]) => [id, storedVerdict(verdict)])),
  )
  for (const [i, row] of rows.entries()) count(changes, row.region, stored[i] ?? {}, 1)
  await db.query(
    `INSERT INTO assessment (resource_id, account_id, region, kind, reads, verdicts, assessed_at)
     SELECT a.id, account_id, region, kind, ARRAY(SELECT jsonb_array_elements_text(reads)), verdicts, $7
     FROM unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::jsonb[], $6::jsonb[]) AS a (id, account_id, region, kind, reads, verdicts)
     WHERE EXISTS (SELECT 1 FROM resource r WHERE r.id = a.id)
     ON CONFLICT (resource_id) DO UPDATE SET region = EXCLUDED.region, reads = EXCLUDED.reads, verdicts = EXCLUDED.verdicts, assessed_at = EXCLUDED.assessed_at`,
    [
      rows.map((row) => row.resourceId),
      rows.map((row) => row.accountId),
      rows.map((row) => plainText(row.region)),
      rows.map((row) => row.kind),
      rows.map((row) => jsonText(row.reads.filter(isIndexable))),
      stored.map((verdicts) => jsonText(verdicts)),
      now,
    ],
  )
}

/** Forgets resources that are gone. */
export async function dropAssessments(db: PoolClient, ids: number[], changes: TallyChanges): Promise<void> {
  if (ids.length === 0) return
  for (const row of await before(db, ids)) count(changes, row.region, row.verdicts, -1)
  await db.query('DELETE FROM assessment WHERE resource_id = ANY($1::int[])', [ids])
}
