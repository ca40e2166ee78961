import type { Pool, PoolClient } from 'pg'
import type { Stat } from '#server/domain/metrics/metric.ts'
import { jsonText } from './json-text.ts'
import { polledUntil } from './polled-until.ts'
import { queryRows, sql } from './sql.ts'

type Place = { accountId: string; region: string }

/** A series of which there may be points that its model has not seen. Times in epoch ms. */
export type DueSeries = {
  id: number
  metric: string
  stat: Stat
  dimension: string
  /** Up to when it was asked for. */
  untilMs: number
  isFresh: boolean
}

export type StoredModel = {
  seriesId: number
  version: number
  state: Uint8Array
  sinceMs: number
  settledMs: number
  memory: unknown
  isWarm: boolean
}

/**
 * Series of these metrics of a place whose model is behind by a step or more, those that have a model first. One that
 * had no point for `dormantMs` before its model's time has nothing to tell.
 */
export function dueSeries(
  pool: Pool,
  place: Place,
  metrics: readonly { metric: string; stat: Stat }[],
  { stepMs, dormantMs, freshFrom }: { stepMs: number; dormantMs: number; freshFrom: Date },
): Promise<DueSeries[]> {
  return queryRows<DueSeries>(
    pool,
    sql`SELECT * FROM (
        SELECT ms.id, ms.metric, ms.stat, ms.dimension, m.series_id IS NULL AS "isFresh", ms.last_point_at, m.scored_until,
          (extract(epoch FROM ${polledUntil}) * 1000)::float8 AS "untilMs"
        FROM metric_series ms
        JOIN unnest(${metrics.map((one) => one.metric)}::text[], ${metrics.map((one) => one.stat)}::text[]) AS wanted (metric, stat)
          ON wanted.metric = ms.metric AND wanted.stat = ms.stat
        LEFT JOIN series_model m ON m.series_id = ms.id
        WHERE ms.account_id = ${place.accountId} AND ms.region = ${place.region} AND ms.namespace = 'AWS/Lambda' AND ms.last_point_at IS NOT NULL
          AND NOT (ms.metric = 'Duration' AND ms.stat = 'Maximum' AND EXISTS (SELECT 1 FROM metric_series p WHERE p.account_id = ms.account_id
            AND p.region = ms.region AND p.namespace = ms.namespace AND p.dimension = ms.dimension AND p.metric = 'Duration' AND p.stat = 'p95'
            AND p.last_point_at IS NOT NULL))
      ) s
      WHERE "untilMs" IS NOT NULL AND CASE WHEN "isFresh" THEN last_point_at >= ${freshFrom}
        ELSE scored_until <= to_timestamp("untilMs" / 1000) - ${stepMs / 1000} * interval '1 second'
          AND last_point_at >= scored_until - ${dormantMs / 1000} * interval '1 second' END
      ORDER BY "isFresh", id`,
  )
}

export async function loadModels(pool: Pool, ids: number[]): Promise<Map<number, StoredModel>> {
  const rows = await queryRows<StoredModel>(
    pool,
    sql`SELECT series_id AS "seriesId", version, state, run AS memory, warm AS "isWarm", (extract(epoch FROM since) * 1000)::float8 AS "sinceMs",
        (extract(epoch FROM settled_until) * 1000)::float8 AS "settledMs"
      FROM series_model WHERE series_id = ANY(${ids}::int[])`,
  )
  return new Map(rows.map((row) => [row.seriesId, row]))
}

export type ModelPoint = { seriesId: number; atMs: number; periodSeconds: number; value: number }

/**
 * Of models that have learnt for less than `youngMs`, those for which older points than they were taught are stored by now:
 * the past is fetched after the present. Asked of those that have not settled up to `border`, or are not warm.
 */
export async function outgrownModels(
  pool: Pool,
  ids: number[],
  { youngMs, learnMs, border }: { youngMs: number; learnMs: number; border: Date },
): Promise<number[]> {
  const rows = await queryRows<{ id: number }>(
    pool,
    sql`SELECT m.series_id AS id FROM series_model m WHERE m.series_id = ANY(${ids}::int[])
      AND m.settled_until - m.since < ${youngMs / 1000} * interval '1 second'
      AND (m.settled_until < ${border} OR NOT m.warm) AND EXISTS (
        SELECT 1 FROM metric_point p WHERE p.series_id = m.series_id AND p.period_seconds IN (300, 3600)
          AND p.at < m.since - interval '1 hour' AND p.at >= m.settled_until - ${learnMs / 1000} * interval '1 second')`,
  )
  return rows.map((row) => row.id)
}

/** Points of at most an hour of each series from its own time on, oldest first. */
export function readModelPoints(
  pool: Pool,
  wanted: readonly { id: number; fromMs: number }[],
  toMs: number,
): Promise<ModelPoint[]> {
  const firstMs = wanted.reduce((least, { fromMs }) => Math.min(least, fromMs), toMs)
  return queryRows<ModelPoint>(
    pool,
    sql`SELECT p.series_id AS "seriesId", p.period_seconds AS "periodSeconds", (extract(epoch FROM p.at) * 1000)::float8 AS "atMs", p.value
      FROM unnest(${wanted.map(({ id }) => id)}::int[], ${wanted.map(({ fromMs }) => new Date(fromMs))}::timestamptz[]) AS w (id, since)
      JOIN metric_point p ON p.series_id = w.id AND p.period_seconds IN (60, 300, 3600) AND p.at >= w.since
      WHERE p.at >= ${new Date(firstMs)} AND p.at < ${new Date(toMs)} ORDER BY p.series_id, p.at`,
  )
}

export type ModelRow = StoredModel & {
  scoredMs: number
  silentSinceMs: number | null
  /** What is known of the pause that goes on; null where there is none. */
  silence: object | null
}

const time = (ms: number | null) => (ms === null ? null : new Date(ms))

/** Keeps models with up to when they have learnt; what is further than this already stays. */
export async function saveModels(db: PoolClient, rows: readonly ModelRow[]): Promise<void> {
  await db.query(
    `INSERT INTO series_model (series_id, version, state, since, settled_until, scored_until, warm, run, silent_since, silence)
     SELECT * FROM unnest($1::int[], $2::int[], $3::bytea[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[], $7::bool[],
       $8::jsonb[], $9::timestamptz[], $10::jsonb[])
     ON CONFLICT (series_id) DO UPDATE SET version = EXCLUDED.version, state = EXCLUDED.state, since = EXCLUDED.since,
       settled_until = EXCLUDED.settled_until, scored_until = EXCLUDED.scored_until, warm = EXCLUDED.warm, run = EXCLUDED.run,
       silent_since = EXCLUDED.silent_since, silence = EXCLUDED.silence`,
    [
      rows.map((row) => row.seriesId),
      rows.map((row) => row.version),
      rows.map((row) => Buffer.from(row.state)),
      rows.map((row) => new Date(row.sinceMs)),
      rows.map((row) => new Date(row.settledMs)),
      rows.map((row) => new Date(row.scoredMs)),
      rows.map((row) => row.isWarm),
      rows.map((row) => jsonText(row.memory)),
      rows.map((row) => time(row.silentSinceMs)),
      rows.map((row) => row.silence && jsonText(row.silence)),
    ],
  )
}

/** How things stand with what has not settled, where what has settled is the same as before. */
export async function touchModels(db: PoolClient, rows: readonly ModelRow[]): Promise<void> {
  if (rows.length === 0) return
  await db.query(
    `UPDATE series_model m SET scored_until = t.scored, warm = t.warm, silent_since = t.since, silence = t.silence
     FROM unnest($1::int[], $2::timestamptz[], $3::bool[], $4::timestamptz[], $5::jsonb[]) AS t (id, scored, warm, since, silence)
     WHERE m.series_id = t.id`,
    [
      rows.map((row) => row.seriesId),
      rows.map((row) => new Date(row.scoredMs)),
      rows.map((row) => row.isWarm),
      rows.map((row) => time(row.silentSinceMs)),
      rows.map((row) => row.silence && jsonText(row.silence)),
    ],
  )
}
