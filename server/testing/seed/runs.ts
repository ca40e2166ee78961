import type { Pool } from 'pg'
import { HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { SEED_ACCOUNTS, SEED_REGIONS } from './estate.ts'

/** A day of collector runs; lambda:GetPolicy is denied in one region of the second account. */
export async function seedRuns(
  pool: Pool,
  nowMs: number,
  collectors: readonly { id: string; scope: 'account' | 'region' }[],
): Promise<void> {
  const rows = SEED_ACCOUNTS.flatMap((account) =>
    collectors.flatMap(({ id: collector, scope }) =>
      (scope === 'account' ? ['global'] : SEED_REGIONS).flatMap((region) =>
        Array.from({ length: 24 }, (_, hour) => {
          const denied = collector === 'functions' && account.id === '222222222222' && region === 'eu-west-1'
          const problem = {
            operation: 'GetPolicy',
            permission: 'lambda:GetPolicy',
            state: 'denied',
            code: 'AccessDeniedException',
            message: 'not authorized to perform lambda:GetPolicy',
            count: 12,
            resources: ['orders-api-003'],
          }
          const startedMs = nowMs - hour * HOUR_MS - 3 * MINUTE_MS
          return {
            collector,
            account_id: account.id,
            region,
            started_at: new Date(startedMs),
            finished_at: new Date(startedMs + 8000),
            status: denied ? 'partial' : 'ok',
            items: 40,
            calls: 120,
            throttles: hour % 7 === 0 ? 2 : 0,
            cost_usd: collector.includes('metric') ? 0.004 : 0,
            duration_ms: 8000,
            problems: denied ? [problem] : [],
          }
        }),
      ),
    ),
  )
  await pool.query(
    `INSERT INTO collector_run (collector, account_id, region, started_at, finished_at, status, items, calls, throttles, cost_usd, duration_ms, problems)
     SELECT * FROM jsonb_to_recordset($1::jsonb) AS x(collector text, account_id text, region text, started_at timestamptz, finished_at timestamptz, status text, items int, calls int, throttles int, cost_usd float8, duration_ms int, problems jsonb)`,
    [JSON.stringify(rows)],
  )
  await pool.query(
    `INSERT INTO collector_cursor (collector, account_id, region, cursor, updated_at)
     SELECT 'poll-metrics', a, r, jsonb_build_object('functionsUntil', $3::timestamptz), $3 FROM unnest($1::text[]) a, unnest($2::text[]) r`,
    [SEED_ACCOUNTS.map((account) => account.id), SEED_REGIONS, new Date(nowMs - 3 * MINUTE_MS)],
  )
}
