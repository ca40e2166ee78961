import type { Pool, PoolClient } from 'pg'
import { HOUR_MS } from '#server/domain/time.ts'
import { queryRows, sql } from './sql.ts'

type Db = Pool | PoolClient
type Place = { accountId: string; region: string }
type Times = { fromMs: number; toMs: number }

export type StoredChange = {
  eventId: string
  name: string
  atMs: number
  actor: string
  functionName: string | null
  resources: string[]
}

const MAX_CHANGES = 1000

/** Changes of these functions, and of roles, from an hour before until the end of a time. */
function changesOf(db: Db, place: Place, names: string[], { fromMs, toMs }: Times): Promise<StoredChange[]> {
  const columns = sql`t.event_id AS "eventId", t.event_name AS name, (extract(epoch FROM t.event_time) * 1000)::float8 AS "atMs",
    t.actor_name AS actor, t.function_name AS "functionName", t.resources`
  const within = sql`t.account_id = ${place.accountId} AND t.event_time BETWEEN ${new Date(fromMs - HOUR_MS)} AND ${new Date(toMs)}
    AND t.read_only IS NOT TRUE AND t.error_code IS NULL`
  return queryRows<StoredChange>(
    db,
    sql`(SELECT ${columns} FROM trail_event t WHERE ${within} AND t.region = ${place.region} AND t.function_name = ANY(${names}::text[])
        ORDER BY t.event_time DESC LIMIT ${MAX_CHANGES})
      UNION ALL (SELECT ${columns} FROM trail_event t WHERE ${within} AND t.function_name IS NULL
        AND t.event_name = ANY(ARRAY['PutRolePolicy', 'AttachRolePolicy', 'DetachRolePolicy', 'DeleteRolePolicy', 'DisableRule', 'DeleteRule', 'RemoveTargets',
          'DeleteEventSourceMapping', 'UpdateEventSourceMapping', 'DeleteSchedule', 'UpdateSchedule', 'PutBucketNotification', 'Unsubscribe'])
        ORDER BY t.event_time DESC LIMIT ${MAX_CHANGES})`,
  )
}

export type StoredFacts = {
  changes: StoredChange[]
  triggers: { functionName: string; kind: string; source: string; sourceName: string }[]
  calls: { from: string; to: string }[]
  roles: Record<string, string>
  concurrency: { peak: number; limit: number } | null
}

/** What is stored of the surroundings of some functions of one account and region, around a time. */
export async function loadFacts(db: Db, place: Place, names: string[], times: Times): Promise<StoredFacts> {
  const { accountId, region } = place
  const changes = await changesOf(db, place, names, times)
  const triggers = await queryRows<StoredFacts['triggers'][number]>(
    db,
    sql`SELECT function_name AS "functionName", kind, source, source_name AS "sourceName" FROM trigger
      WHERE account_id = ${accountId} AND region = ${region} AND function_name = ANY(${names}::text[]) AND gone_at IS NULL
        AND source <> '' LIMIT 5000`,
  )
  const functions = await queryRows<{ name: string; arn: string; role: string | null }>(
    db,
    sql`SELECT name, arn, summary->>'roleArn' AS role FROM resource
      WHERE account_id = ${accountId} AND region = ${region} AND kind = 'function' AND name = ANY(${names}::text[])`,
  )
  const arns = functions.map(({ arn }) => arn)
  const calls = await queryRows<{ from: string; to: string }>(
    db,
    sql`SELECT split_part(from_arn, ':', 7) AS "from", split_part(to_arn, ':', 7) AS "to" FROM function_call
      WHERE (from_arn = ANY(${arns}::text[]) OR to_arn = ANY(${arns}::text[])) AND split_part(from_arn, ':', 4) = ${region}
        AND split_part(to_arn, ':', 4) = ${region} LIMIT 5000`,
  )
  return {
    changes,
    triggers,
    calls,
    roles: Object.fromEntries(functions.flatMap(({ name, role }) => (role ? [[name, role]] : []))),
    concurrency: await concurrencyOf(db, place, times),
  }
}

async function concurrencyOf(db: Db, { accountId, region }: Place, { fromMs, toMs }: Times) {
  const [row] = await queryRows<{ peak: number | null; limit: number | null }>(
    db,
    sql`SELECT (SELECT max(p.value) FROM metric_series s JOIN metric_point p ON p.series_id = s.id AND p.period_seconds IN (60, 300, 3600)
        WHERE s.account_id = ${accountId} AND s.region = ${region} AND s.namespace = 'AWS/Lambda' AND s.metric = 'ConcurrentExecutions'
          AND s.stat = 'Maximum' AND s.dimension = '' AND p.at BETWEEN ${new Date(fromMs)} AND ${new Date(toMs)}) AS peak,
      (SELECT (v.record->'concurrentExecutions'->>'value')::float8 FROM resource r JOIN resource_version v ON v.id = r.current_version_id
        WHERE r.account_id = ${accountId} AND r.region = ${region} AND r.kind = 'account-settings' AND r.deleted_at IS NULL LIMIT 1) AS limit`,
  )
  const { peak = null, limit = null } = row ?? {}
  return peak === null || limit === null ? null : { peak, limit }
}

/** Invocations of functions while something went on, by the position of what was asked; a function without any is left out. */
export async function invocationsDuring(
  db: Db,
  { accountId, region }: Place,
  wanted: readonly { functionName: string; startedMs: number; lastMs: number }[],
): Promise<Map<number, number>> {
  const rows = await queryRows<{ i: number; sum: number }>(
    db,
    sql`SELECT w.i::int AS i, greatest(sum(p.value) FILTER (WHERE p.period_seconds = 60), sum(p.value) FILTER (WHERE p.period_seconds = 300)) AS sum
      FROM unnest(${wanted.map((one) => one.functionName)}::text[], ${wanted.map((one) => new Date(one.startedMs))}::timestamptz[],
        ${wanted.map((one) => new Date(one.lastMs))}::timestamptz[]) WITH ORDINALITY w (name, started, last, i)
      JOIN metric_series s ON s.account_id = ${accountId} AND s.region = ${region} AND s.namespace = 'AWS/Lambda'
        AND s.metric = 'Invocations' AND s.stat = 'Sum' AND s.dimension = w.name
      JOIN metric_point p ON p.series_id = s.id AND p.period_seconds IN (60, 300) AND p.at >= w.started
        AND p.at < w.last + interval '5 minutes'
      GROUP BY w.i`,
  )
  return new Map(rows.map((row) => [row.i - 1, row.sum]))
}
