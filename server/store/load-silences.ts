import type { Pool, PoolClient } from 'pg'
import type { SilenceWindow } from '#server/domain/metrics/incident-window.ts'
import { HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { queryRows, sql } from './sql.ts'

type Db = Pool | PoolClient
type Silence = NonNullable<SilenceWindow['silence']>
type Row = Omit<SilenceWindow, 'nowMs' | 'isEverybody' | 'stoppedBy' | 'silence'> & {
  silence: Omit<Silence, 'sinceMs'> | null
  sinceMs: number | null
}

/** Of so many functions that fell silent together one can say that it is everybody. */
const SOME = 3
const TOGETHER_MS = 15 * MINUTE_MS
/** Calls that take from a function what it is invoked by. */
const STOPS = [
  'DeleteEventSourceMapping',
  'UpdateEventSourceMapping',
  'DisableRule',
  'DeleteRule',
  'RemoveTargets',
  'UpdateSchedule',
  'DeleteSchedule',
  'PutFunctionConcurrency',
  'RemovePermission',
  'DeleteFunctionUrlConfig',
  'Unsubscribe',
]

/** How many functions of each region were invoked at the end, and how many stopped just then. */
async function everybody(db: Db, accountId: string): Promise<Set<string>> {
  const rows = await queryRows<{ region: string }>(
    db,
    sql`SELECT s.region FROM series_model m JOIN metric_series s ON s.id = m.series_id
      WHERE s.account_id = ${accountId} AND s.dimension <> '' AND s.metric = 'Invocations'
      GROUP BY s.region
      HAVING count(*) FILTER (WHERE m.silent_since >= m.scored_until - ${TOGETHER_MS / 1000} * interval '1 second'
          AND (m.silence->>'leastBefore')::float8 >= 3) >= greatest(${SOME}::int, count(*) FILTER (WHERE s.last_point_at >= m.scored_until - interval '10 minutes' AND m.silent_since IS NULL))`,
  )
  return new Set(rows.map((row) => row.region))
}

/** The last change that takes from a function what it is invoked by, around the time at which it fell silent. */
async function stopsOf(
  db: Db,
  accountId: string,
  rows: readonly Row[],
): Promise<Map<string, SilenceWindow['stoppedBy']>> {
  const silent = rows.filter((row) => row.sinceMs !== null)
  if (silent.length === 0) return new Map()
  const found = await queryRows<{ key: string; name: string; actor: string; atMs: number; eventId: string }>(
    db,
    sql`SELECT DISTINCT ON (w.region, w.name) w.region || ' ' || w.name AS key, t.event_name AS name, t.actor_name AS actor,
        (extract(epoch FROM t.event_time) * 1000)::float8 AS "atMs", t.event_id AS "eventId"
      FROM unnest(${silent.map((row) => row.region)}::text[], ${silent.map((row) => row.functionName)}::text[],
        ${silent.map((row) => new Date(row.sinceMs ?? 0))}::timestamptz[]) AS w (region, name, since)
      JOIN trail_event t ON t.account_id = ${accountId} AND t.region = w.region AND t.error_code IS NULL
        AND t.event_name = ANY(${STOPS}::text[]) AND t.event_time BETWEEN w.since - interval '1 hour' AND w.since + interval '15 minutes'
      WHERE (t.event_name <> 'PutFunctionConcurrency' OR (t.raw->'requestParameters'->>'reservedConcurrentExecutions') = '0')
        AND (t.event_name <> 'UpdateEventSourceMapping' OR (t.raw->'requestParameters'->>'enabled') = 'false')
        AND (t.function_name = w.name OR EXISTS (SELECT 1 FROM trigger g WHERE g.account_id = ${accountId} AND g.region = w.region
          AND g.function_name = w.name AND (g.source = ANY(t.resources) OR g.source_name = ANY(t.resources)
            OR g.source_name = t.raw->'requestParameters'->>'name' OR g.source_name = t.raw->'requestParameters'->>'rule')))
      ORDER BY w.region, w.name, t.event_time DESC`,
  )
  return new Map(found.map(({ key, ...stop }) => [key, stop]))
}

/** Functions of an account that are not invoked at present, and those with an open alert about it. */
export async function loadSilences(db: Db, accountId: string, nowMs: number): Promise<SilenceWindow[]> {
  const rows = await queryRows<Row>(
    db,
    sql`SELECT s.account_id AS "accountId", s.region, s.dimension AS "functionName", r.id AS "resourceId",
        (extract(epoch FROM m.scored_until) * 1000)::float8 AS "polledUntilMs", m.warm AS "isWarm", m.silence,
        (extract(epoch FROM m.silent_since) * 1000)::float8 AS "sinceMs", coalesce(r.deleted_at IS NOT NULL, false) AS "isDeleted"
      FROM series_model m JOIN metric_series s ON s.id = m.series_id
      LEFT JOIN LATERAL (SELECT id, deleted_at FROM resource r WHERE r.account_id = s.account_id AND r.region = s.region AND r.kind = 'function'
        AND r.name = s.dimension ORDER BY r.deleted_at NULLS FIRST LIMIT 1) r ON true
      WHERE s.account_id = ${accountId} AND s.namespace = 'AWS/Lambda' AND s.metric = 'Invocations' AND s.stat = 'Sum' AND s.dimension <> ''
        AND (m.silent_since IS NOT NULL AND m.scored_until >= ${new Date(nowMs - 2 * HOUR_MS)}
            AND ((m.silence->>'leastBefore')::float8 > 0 OR (m.silence->>'count')::int > 0)
          OR EXISTS (SELECT 1 FROM alert a WHERE a.rule_id = 'silent-stop' AND a.state <> 'resolved' AND a.account_id = s.account_id
            AND a.region = s.region AND a.resource_name = s.dimension))`,
  )
  const all = await everybody(db, accountId)
  const stops = await stopsOf(db, accountId, rows)
  return rows.map(({ sinceMs, silence, ...row }) => ({
    ...row,
    nowMs,
    silence: silence === null || sinceMs === null ? null : { ...silence, sinceMs },
    isEverybody: all.has(row.region),
    stoppedBy: stops.get(`${row.region} ${row.functionName}`) ?? null,
  }))
}
