import type { Pool } from 'pg'
import type { PeriodSeconds } from '#server/domain/metrics/metric.ts'
import { DAY_MS, floorTo, HOUR_MS } from '#server/domain/time.ts'
import { ensurePointPartitions } from '#server/store/partitions.ts'
import { SEED_ACCOUNTS, SEED_REGIONS, type SeedFunction } from './estate.ts'

type Series = {
  account: string
  region: string
  namespace: string
  metric: string
  stat: string
  dimension: string
  unit: string
  level: number
  sparse: number
}

const FUNCTION_METRICS: [namespace: string, metric: string, stat: string, unit: string][] = [
  ['AWS/Lambda', 'Invocations', 'Sum', 'Count'],
  ['AWS/Lambda', 'Errors', 'Sum', 'Count'],
  ['AWS/Lambda', 'Throttles', 'Sum', 'Count'],
  ['Sightline', 'Timeouts', 'Sum', 'Count'],
  ['AWS/Lambda', 'Duration', 'Sum', 'Milliseconds'],
  ['AWS/Lambda', 'Duration', 'Maximum', 'Milliseconds'],
  ['AWS/Lambda', 'Duration', 'p95', 'Milliseconds'],
  ['AWS/Lambda', 'ConcurrentExecutions', 'Maximum', 'Count'],
]

function levelOf(fn: SeedFunction, metric: string, stat: string): { level: number; sparse: number } {
  const rate = fn.invocationsPerHour
  if (metric === 'Invocations') return { level: rate, sparse: 1 }
  if (metric === 'Errors') return { level: rate * fn.errorShare, sparse: fn.errorShare > 0.01 ? 0.6 : 0.1 }
  if (metric === 'Throttles') return { level: rate * 0.01, sparse: fn.errorShare > 0.01 ? 0.05 : 0 }
  if (metric === 'Timeouts')
    return { level: rate * fn.errorShare * 0.3, sparse: fn.errorShare > 0.01 ? 0.1 : 0 }
  if (metric === 'ConcurrentExecutions') return { level: 1 + rate / 500, sparse: 1 }
  return { level: stat === 'Sum' ? rate * 120 : stat === 'p95' ? 400 : 1500, sparse: 1 }
}

const FUNCTION_LEVELS: [PeriodSeconds, number][] = [
  [300, 26 * HOUR_MS],
  [3600, 0],
]
const ACCOUNT_LEVELS: [PeriodSeconds, number][] = [
  [60, 4 * HOUR_MS],
  [300, 3 * DAY_MS],
  [3600, 0],
]

async function fill(
  pool: Pool,
  ids: number[],
  period: PeriodSeconds,
  fromMs: number,
  toMs: number,
): Promise<void> {
  await pool.query(
    `INSERT INTO metric_point (series_id, period_seconds, at, value)
     SELECT s.id, $2, g, CASE
         WHEN m.stat = 'Sum' THEN greatest(1, round(m.level * $2 / 3600 * w))
         ELSE greatest(1, m.level * w) END
     FROM seed_level m JOIN metric_series s ON s.id = m.id
     CROSS JOIN generate_series($3::timestamptz, $4::timestamptz, make_interval(secs => $2)) g
     CROSS JOIN LATERAL (SELECT (0.75 + 0.45 * sin((extract(epoch FROM g) % 86400) / 86400 * 6.283)) * (0.8 + 0.4 * random()) AS w) x
     WHERE s.id = ANY($1) AND m.level > 0 AND random() < m.sparse ON CONFLICT DO NOTHING`,
    [ids, period, new Date(fromMs), new Date(toMs)],
  )
}

/** Points as the worker leaves them: fine ones for the near past, hours and days before that. */
export async function seedMetrics(
  pool: Pool,
  functions: SeedFunction[],
  nowMs: number,
  days: number,
): Promise<void> {
  const own: Series[] = functions.flatMap((fn) =>
    FUNCTION_METRICS.map(([namespace, metric, stat, unit]) => ({
      account: fn.record.accountId,
      region: fn.record.region,
      namespace,
      metric,
      stat,
      unit,
      dimension: fn.record.name,
      ...levelOf(fn, metric, stat),
    })),
  )
  const total = functions.reduce((sum, fn) => sum + fn.invocationsPerHour, 0)
  const account: Series[] = SEED_ACCOUNTS.flatMap((a) =>
    SEED_REGIONS.flatMap((region, r) => {
      const share = (a.env === 'prod' ? 0.75 : 0.25) * (r === 1 ? 0.8 : 0.2)
      const of = (metric: string, stat: string, level: number, sparse: number, namespace = 'AWS/Lambda') => ({
        account: a.id,
        region,
        namespace,
        metric,
        stat,
        dimension: '',
        unit: 'Count',
        level,
        sparse,
      })
      return [
        of('Invocations', 'Sum', total * share, 1),
        of('Errors', 'Sum', total * share * 0.01, 0.8),
        of('Throttles', 'Sum', total * share * 0.001, 0.1),
        of('Timeouts', 'Sum', total * share * 0.003, 0.5, 'Sightline'),
        of('ConcurrentExecutions', 'Maximum', 900 * share, 1),
        of('UnreservedConcurrentExecutions', 'Maximum', 800 * share, 1),
      ]
    }),
  )
  const series = [...own, ...account]
  await pool.query(
    `CREATE TABLE IF NOT EXISTS seed_level (id int, level float8, sparse float8, stat text, own boolean)`,
  )
  await pool.query(
    `WITH input AS (SELECT * FROM jsonb_to_recordset($1::jsonb) AS x(account text, region text, namespace text, metric text, stat text, dimension text, unit text, level float8, sparse float8)),
     made AS (INSERT INTO metric_series (account_id, region, namespace, metric, stat, dimension, unit, last_point_at)
       SELECT account, region, namespace, metric, stat, dimension, unit, $2 FROM input RETURNING *)
     INSERT INTO seed_level SELECT m.id, i.level, i.sparse, m.stat, m.dimension <> '' FROM made m JOIN input i
       ON (i.account, i.region, i.namespace, i.metric, i.stat, i.dimension) = (m.account_id, m.region, m.namespace, m.metric, m.stat, m.dimension)`,
    [JSON.stringify(series), new Date(floorTo(nowMs - 120_000, 60_000))],
  )
  const { rows } = await pool.query<{ id: number; own: boolean }>('SELECT id, own FROM seed_level')
  for (const isOwn of [true, false]) {
    const ids = rows.filter((row) => row.own === isOwn).map((row) => row.id)
    for (const [period, spanMs] of isOwn ? FUNCTION_LEVELS : ACCOUNT_LEVELS) {
      const fromMs = floorTo(nowMs - (spanMs || days * DAY_MS), HOUR_MS)
      const toMs = floorTo(nowMs, period * 1000) - period * 1000
      await ensurePointPartitions(
        pool,
        period,
        Array.from({ length: Math.ceil((toMs - fromMs) / DAY_MS) + 2 }, (_, d) => fromMs + d * DAY_MS),
      )
      await fill(pool, ids, period, fromMs, toMs)
    }
  }
  await ensurePointPartitions(pool, 86400, [nowMs - days * DAY_MS, nowMs])
  await pool.query(
    `INSERT INTO metric_point SELECT p.series_id, 86400, date_trunc('day', p.at, 'UTC'),
       CASE WHEN m.stat = 'Sum' THEN sum(p.value) ELSE max(p.value) END
     FROM metric_point p JOIN seed_level m ON m.id = p.series_id
     WHERE p.period_seconds = 3600 AND p.at < $1 AND p.at >= $2 GROUP BY 1, 3, m.stat`,
    [new Date(floorTo(nowMs, DAY_MS)), new Date(floorTo(nowMs - days * DAY_MS, DAY_MS) + DAY_MS)],
  )
  await pool.query('DROP TABLE seed_level')
}

/** Charges of each account and of some services, growing through the month and back to nothing at its start. */
export async function seedCharges(pool: Pool, nowMs: number, days: number): Promise<void> {
  await ensurePointPartitions(
    pool,
    3600,
    Array.from({ length: days + 2 }, (_, d) => nowMs - d * DAY_MS),
  )
  await pool.query(
    `WITH made AS (INSERT INTO metric_series (account_id, region, namespace, metric, stat, dimension, unit, last_point_at)
       SELECT a, 'us-east-1', 'AWS/Billing', 'EstimatedCharges', 'Maximum', d, 'None', $2 FROM unnest($1::text[]) a
       CROSS JOIN unnest(ARRAY['', 'AWSLambda', 'AmazonCloudWatch']) d RETURNING id, account_id, dimension)
     INSERT INTO metric_point SELECT id, 3600, g, (CASE dimension WHEN '' THEN 10 WHEN 'AWSLambda' THEN 6 ELSE 1 END)
       * (CASE account_id WHEN '111122223333' THEN 4 ELSE 1 END)
       * extract(epoch FROM g - date_trunc('month', g, 'UTC')) / 86400
     FROM made, generate_series($3::timestamptz, $2::timestamptz, '6 hours') g`,
    [
      SEED_ACCOUNTS.map((account) => account.id),
      new Date(floorTo(nowMs, 6 * HOUR_MS)),
      new Date(floorTo(nowMs - days * DAY_MS, 6 * HOUR_MS)),
    ],
  )
}
