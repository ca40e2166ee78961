import type { Pool, PoolClient } from 'pg'
import { CORE_METRICS } from '#server/domain/metrics/polling/paces.ts'

type Place = { accountId: string; region: string }

export type WatchRow = {
  name: string
  /** What CloudWatch had points of in the last hours. */
  metrics: string[]
  perHour: number | null
  trouble: string | null
  troubleUntil: Date | null
  coreAskedAt: Date | null
  coreUntil: Date | null
  rareAskedAt: Date | null
  rareUntil: Date | null
}

/** Notes functions that are new, and forgets those that are gone and no longer active. */
export async function syncWatched(pool: Pool, place: Place, now: Date): Promise<void> {
  const { accountId, region } = place
  await pool.query(
    `INSERT INTO metric_watch (account_id, region, function_name)
     SELECT account_id, region, name FROM resource
     WHERE account_id = $1 AND region = $2 AND kind = 'function' AND deleted_at IS NULL ON CONFLICT DO NOTHING`,
    [accountId, region],
  )
  await pool.query(
    `DELETE FROM metric_watch w WHERE account_id = $1 AND region = $2
       AND (active_at IS NULL OR active_at < $3::timestamptz - interval '1 day')
       AND NOT EXISTS (SELECT FROM resource r WHERE r.account_id = $1 AND r.region = $2 AND r.kind = 'function'
         AND r.name = w.function_name AND r.deleted_at IS NULL)`,
    [accountId, region, now],
  )
}

/** How far back it is looked when a function wakes: ListMetrics names it up to an hour after its first point. */
const WAKE = `interval '3 hours'`

/**
 * Keeps what ListMetrics named. Functions that it did not name had nothing up to `before`; the points of those that it
 * names again are asked for from well before that.
 */
export async function noteActive(
  pool: Pool,
  { accountId, region }: Place,
  found: ReadonlyMap<string, readonly string[]>,
  times: { now: Date; before: Date },
): Promise<void> {
  const names = [...found.keys()]
  await pool.query(
    `INSERT INTO metric_watch AS w (account_id, region, function_name, metrics, active_at)
     SELECT $1, $2, name, string_to_array(metrics, ','), $5 FROM unnest($3::text[], $4::text[]) AS found (name, metrics)
     ON CONFLICT (account_id, region, function_name) DO UPDATE SET metrics = EXCLUDED.metrics, active_at = EXCLUDED.active_at,
       core_until = CASE WHEN w.metrics = '{}' THEN w.core_until - ${WAKE} ELSE w.core_until END,
       core_asked_at = CASE WHEN w.metrics = '{}' THEN NULL ELSE w.core_asked_at END,
       rare_until = CASE WHEN w.metrics = '{}' THEN w.rare_until - ${WAKE} ELSE w.rare_until END,
       rare_asked_at = CASE WHEN w.metrics = '{}' THEN NULL ELSE w.rare_asked_at END`,
    [accountId, region, names, names.map((name) => found.get(name)?.join(',') ?? ''), times.now],
  )
  await pool.query(
    `UPDATE metric_watch SET metrics = '{}', core_until = greatest(core_until, $4), rare_until = greatest(rare_until, $4)
     WHERE account_id = $1 AND region = $2 AND NOT (function_name = ANY($3::text[])) AND core_until IS NOT NULL`,
    [accountId, region, names, times.before],
  )
}

/**
 * Notes up to when a metric stream brought the points of functions: polling, should it end, goes on from there. `core`:
 * their core metrics; `rare`: the functions of which it brings all others.
 */
export async function noteFed(
  pool: Pool,
  { accountId, region }: Place,
  until: Date,
  { core, rare }: { core: boolean; rare: readonly string[] },
): Promise<void> {
  await pool.query(
    `UPDATE metric_watch SET core_until = CASE WHEN $4 THEN greatest(core_until, $3) ELSE core_until END,
       rare_until = CASE WHEN function_name = ANY($5::text[]) THEN greatest(rare_until, $3) ELSE rare_until END
     WHERE account_id = $1 AND region = $2 AND core_until IS NOT NULL
       AND (($4 AND core_until < $3) OR (function_name = ANY($5::text[]) AND (rare_until < $3 OR rare_until IS NULL)))`,
    [accountId, region, until, core, rare],
  )
}

export async function readWatched(pool: Pool, { accountId, region }: Place): Promise<WatchRow[]> {
  const { rows } = await pool.query<WatchRow>(
    `SELECT function_name AS name, metrics, per_hour AS "perHour", trouble, trouble_until AS "troubleUntil",
       core_asked_at AS "coreAskedAt", core_until AS "coreUntil", rare_asked_at AS "rareAskedAt", rare_until AS "rareUntil"
     FROM metric_watch WHERE account_id = $1 AND region = $2 ORDER BY function_name`,
    [accountId, region],
  )
  return rows
}

/** Functions with an open metric alert, and those that somebody changed since then. */
export async function readTroubled(
  pool: Pool,
  { accountId, region }: Place,
  changedSince: Date,
): Promise<{ alerted: Set<string>; deployed: Set<string> }> {
  const { rows } = await pool.query<{ name: string; alerted: boolean }>(
    `SELECT DISTINCT resource_name AS name, true AS alerted FROM alert
     WHERE account_id = $1 AND region = $2 AND rule_kind = 'baseline' AND state <> 'resolved' AND resource_name IS NOT NULL
     UNION ALL
     SELECT DISTINCT r.name, false FROM resource_version v JOIN resource r ON r.id = v.resource_id
     WHERE v.valid_from >= $3 AND r.account_id = $1 AND r.region = $2 AND r.kind = 'function' AND v.event_id IS NOT NULL`,
    [accountId, region, changedSince],
  )
  const of = (alerted: boolean) =>
    new Set(rows.filter((row) => row.alerted === alerted).map(({ name }) => name))
  return { alerted: of(true), deployed: of(false) }
}

export type AskedRow = {
  name: string
  group: 'core' | 'rare'
  /** Null where not all of it was answered: then it is asked again from where it was. */
  until: Date | null
  /** Of core metrics that were answered. */
  seen: { perHour: number; trouble: string | null } | null
}

/** Keeps that functions were asked, and what that showed. Trouble that was seen lasts until `troubleUntil`. */
export async function noteAsked(
  db: Pool | PoolClient,
  { accountId, region }: Place,
  rows: readonly AskedRow[],
  times: { now: Date; troubleUntil: Date },
): Promise<void> {
  for (const group of ['core', 'rare'] as const) {
    const of = rows.filter((row) => row.group === group)
    if (of.length === 0) continue
    await db.query(
      `UPDATE metric_watch w SET ${group}_asked_at = $6, ${group}_until = coalesce(x.until, w.${group}_until),
         per_hour = coalesce(x.per_hour, w.per_hour),
         metrics = CASE WHEN w.metrics = '{}' AND x.per_hour > 0 THEN $9 ELSE w.metrics END, trouble = coalesce(x.trouble, w.trouble),
         trouble_until = CASE WHEN x.trouble IS NULL THEN w.trouble_until ELSE $7 END
       FROM unnest($3::text[], $4::timestamptz[], $5::float8[], $8::text[]) AS x (name, until, per_hour, trouble)
       WHERE w.account_id = $1 AND w.region = $2 AND w.function_name = x.name`,
      [
        accountId,
        region,
        of.map((row) => row.name),
        of.map((row) => row.until),
        of.map((row) => row.seen?.perHour ?? null),
        times.now,
        times.troubleUntil,
        of.map((row) => row.seen?.trouble ?? null),
        [...CORE_METRICS],
      ],
    )
  }
}
