import type { Pool, PoolClient } from 'pg'
import type { MetricPoint, PeriodSeconds, SeriesKey } from '#server/domain/metrics/metric.ts'
import { inTransaction } from './in-transaction.ts'
import { plainText } from './json-text.ts'
import { ensurePointPartitions } from './partitions.ts'

export type SeriesPoints = {
  key: SeriesKey
  unit?: string
  periodSeconds: PeriodSeconds
  points: MetricPoint[]
}

const CHUNK = 20_000
const idsOf = new WeakMap<Pool, Map<string, number>>()

const keyText = (key: SeriesKey) =>
  [key.accountId, key.region, key.namespace, key.metric, key.stat, plainText(key.dimension)].join('\u0000')

async function seriesIds(pool: Pool, batches: SeriesPoints[]): Promise<Map<string, number>> {
  const known = idsOf.get(pool) ?? new Map<string, number>()
  idsOf.set(pool, known)
  const missing = new Map(
    batches.filter(({ key }) => !known.has(keyText(key))).map((batch) => [keyText(batch.key), batch]),
  )
  if (missing.size === 0) return known
  const rows = [...missing].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, batch]) => batch)
  const column = (of: (row: SeriesPoints) => string) => rows.map(of)
  const { rows: saved } = await pool.query(
    `INSERT INTO metric_series (account_id, region, namespace, metric, stat, dimension, unit)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
     ON CONFLICT (account_id, region, namespace, metric, stat, dimension) DO UPDATE SET unit = EXCLUDED.unit
     RETURNING id, account_id AS "accountId", region, namespace, metric, stat, dimension`,
    [
      column((row) => row.key.accountId),
      column((row) => row.key.region),
      column((row) => row.key.namespace),
      column((row) => row.key.metric),
      column((row) => row.key.stat),
      column((row) => plainText(row.key.dimension)),
      column((row) => row.unit ?? ''),
    ],
  )
  for (const row of saved) known.set(keyText(row), row.id)
  return known
}

type Columns = { ids: number[]; times: string[]; values: number[] }

async function insertPoints(db: PoolClient, period: PeriodSeconds, columns: Columns): Promise<void> {
  for (let from = 0; from < columns.ids.length; from += CHUNK) {
    const slice = <T>(all: T[]) => all.slice(from, from + CHUNK)
    await db.query(
      `INSERT INTO metric_point_${period} (series_id, period_seconds, at, value)
       SELECT series_id, ${period}, at, value
       FROM unnest($1::int[], $2::timestamptz[], $3::float8[]) AS point (series_id, at, value)
       ON CONFLICT (series_id, period_seconds, at) DO UPDATE SET value = EXCLUDED.value
       WHERE metric_point_${period}.value IS DISTINCT FROM EXCLUDED.value`,
      [slice(columns.ids), slice(columns.times), slice(columns.values)],
    )
  }
}

async function moveLastPoint(db: PoolClient, newest: Map<number, string>): Promise<void> {
  await db.query('SELECT 1 FROM metric_series WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE', [
    [...newest.keys()],
  ])
  await db.query(
    `UPDATE metric_series SET last_point_at = newest.at
     FROM unnest($1::int[], $2::timestamptz[]) AS newest (id, at)
     WHERE metric_series.id = newest.id AND (last_point_at IS NULL OR last_point_at < newest.at)`,
    [[...newest.keys()], [...newest.values()]],
  )
}

/**
 * Stores points by upsert, so that a late correction replaces what was there and a repeat changes nothing. All in one
 * transaction, in which `alongside` may move a cursor. A value that is not finite is left out. Returns the points stored.
 */
export async function savePoints(
  pool: Pool,
  batches: SeriesPoints[],
  alongside?: (db: PoolClient) => Promise<void>,
): Promise<number> {
  const ids = await seriesIds(pool, batches)
  const byPeriod = new Map<PeriodSeconds, Map<string, [number, string, number]>>()
  const newest = new Map<number, string>()
  for (const batch of batches) {
    const id = ids.get(keyText(batch.key))
    if (id === undefined) continue
    const rows = byPeriod.get(batch.periodSeconds) ?? new Map<string, [number, string, number]>()
    byPeriod.set(batch.periodSeconds, rows)
    for (const point of batch.points) {
      if (!Number.isFinite(point.value) || !Number.isFinite(point.at.getTime())) continue
      const at = point.at.toISOString()
      rows.set(`${id} ${at}`, [id, at, point.value])
      if (at > (newest.get(id) ?? '')) newest.set(id, at)
    }
  }
  let stored = 0
  for (const [period, rows] of byPeriod) {
    await ensurePointPartitions(pool, period, new Set([...rows.values()].map(([, at]) => Date.parse(at))))
    stored += rows.size
  }
  await inTransaction(pool, async (db) => {
    for (const [period, rows] of [...byPeriod].sort(([a], [b]) => a - b)) {
      const list = [...rows.values()].sort((a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : 1))
      await insertPoints(db, period, {
        ids: list.map(([id]) => id),
        times: list.map(([, at]) => at),
        values: list.map(([, , value]) => value),
      })
    }
    await moveLastPoint(db, newest)
    await alongside?.(db)
  })
  return stored
}
