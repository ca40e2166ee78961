import type { PoolClient } from 'pg'
import { plainText } from './json-text.ts'

/** An anomaly as it is stored; times in epoch ms. */
export type AnomalyRow = {
  seriesId: number
  accountId: string
  region: string
  functionName: string | null
  metric: string
  stat: string
  startedMs: number
  lastMs: number
  endedMs: number | null
  peakMs: number
  periods: number
  kind: string
  score: number
  value: number
  expected: number | null
  lower: number | null
  upper: number | null
  excess: number
  explanation: string
  settled: boolean
}

const time = (ms: number | null) => (ms === null ? null : new Date(ms))
const finite = (value: number | null) => (value !== null && Number.isFinite(value) ? value : null)

/**
 * Keeps what was found in these series: one anomaly a series and start, with the incident it was given. What was found
 * before, had not settled and is not found any more was made of points that have been corrected: it goes.
 */
export async function saveAnomalies(
  db: PoolClient,
  seriesIds: readonly number[],
  rows: readonly AnomalyRow[],
): Promise<void> {
  const ids = rows.map((row) => row.seriesId)
  const starts = rows.map((row) => new Date(row.startedMs))
  await db.query(
    `DELETE FROM metric_anomaly a WHERE a.series_id = ANY($1::int[]) AND NOT a.settled AND NOT EXISTS (
       SELECT 1 FROM unnest($2::int[], $3::timestamptz[]) AS kept (id, at) WHERE kept.id = a.series_id AND kept.at = a.started_at)`,
    [seriesIds, ids, starts],
  )
  if (rows.length === 0) return
  const changed = ['last_at', 'ended_at', 'peak_at', 'periods', 'kind', 'score', 'value', 'expected', 'lower']
    .concat(['upper', 'excess', 'explanation', 'settled'])
    .map((name) => `${name} = EXCLUDED.${name}`)
  await db.query(
    `INSERT INTO metric_anomaly (series_id, account_id, region, function_name, metric, stat, started_at, last_at, ended_at, peak_at,
       periods, kind, score, value, expected, lower, upper, excess, explanation, settled)
     SELECT * FROM unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[], $8::timestamptz[],
       $9::timestamptz[], $10::timestamptz[], $11::int[], $12::text[], $13::float8[], $14::float8[], $15::float8[], $16::float8[],
       $17::float8[], $18::float8[], $19::text[], $20::bool[])
     ON CONFLICT (series_id, started_at) DO UPDATE SET ${changed.join(', ')}`,
    [
      ids,
      rows.map((row) => row.accountId),
      rows.map((row) => row.region),
      rows.map((row) => plainText(row.functionName)),
      rows.map((row) => row.metric),
      rows.map((row) => row.stat),
      starts,
      rows.map((row) => new Date(row.lastMs)),
      rows.map((row) => time(row.endedMs)),
      rows.map((row) => new Date(row.peakMs)),
      rows.map((row) => row.periods),
      rows.map((row) => row.kind),
      rows.map((row) => row.score),
      rows.map((row) => row.value),
      rows.map((row) => finite(row.expected)),
      rows.map((row) => finite(row.lower)),
      rows.map((row) => finite(row.upper)),
      rows.map((row) => finite(row.excess) ?? 0),
      rows.map((row) => plainText(row.explanation)),
      rows.map((row) => row.settled),
    ],
  )
}
