import type { Pool, PoolClient } from 'pg'
import { FEED_FRESH_MS, type Fed, type FedMetric, whatIsFed } from '#server/domain/metrics/polling/feeds.ts'

type Minute = { accountId: string; region: string; metric: string; dimension: string; atMs: number }

/** Which of those metrics came, and up to when. */
async function saveMetrics(
  db: Pool | PoolClient,
  sourceId: string,
  minutes: readonly Minute[],
  wanted: ReadonlySet<string>,
): Promise<void> {
  const newest = new Map<string, Minute>()
  for (const minute of minutes) {
    if (!wanted.has(minute.metric)) continue
    const id = `${minute.accountId} ${minute.region} ${minute.metric} ${minute.dimension === ''}`
    if (minute.atMs > (newest.get(id)?.atMs ?? 0)) newest.set(id, minute)
  }
  const rows = [...newest.values()]
  await db.query(
    `INSERT INTO metric_feed_metric AS f (account_id, region, source_id, metric, of_account, newest_at)
     SELECT account_id, region, $1, metric, of_account, newest_at
     FROM unnest($2::text[], $3::text[], $4::text[], $5::bool[], $6::timestamptz[]) AS m (account_id, region, metric, of_account, newest_at)
     ORDER BY 1, 2, 4, 5
     ON CONFLICT (account_id, region, source_id, metric, of_account) DO UPDATE SET newest_at = EXCLUDED.newest_at
     WHERE f.newest_at < EXCLUDED.newest_at`,
    [
      sourceId,
      rows.map(({ accountId }) => accountId),
      rows.map(({ region }) => region),
      rows.map(({ metric }) => metric),
      rows.map(({ dimension }) => dimension === ''),
      rows.map(({ atMs }) => new Date(atMs)),
    ],
  )
}

/** Notes which accounts and regions a metric stream brought minutes of, of which of the `wanted` metrics, and up to when. */
export async function saveFeeds(
  db: Pool | PoolClient,
  sourceId: string,
  minutes: readonly Minute[],
  { wanted, now }: { wanted: ReadonlySet<string>; now: Date },
): Promise<void> {
  const places = [...Map.groupBy(minutes, ({ accountId, region }) => `${accountId} ${region}`).values()]
  if (places.length === 0) return
  await db.query(
    `INSERT INTO metric_feed AS f (account_id, region, source_id, newest_at, arrived_at, since, points)
     SELECT account_id, region, $1, newest_at, $2, since, points
     FROM unnest($3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[], $7::int[]) AS p (account_id, region, newest_at, since, points)
     ORDER BY 1, 2
     ON CONFLICT (account_id, region, source_id) DO UPDATE SET newest_at = greatest(f.newest_at, EXCLUDED.newest_at),
       arrived_at = CASE WHEN EXCLUDED.newest_at > f.newest_at THEN EXCLUDED.arrived_at ELSE f.arrived_at END,
       since = least(f.since, EXCLUDED.since), points = f.points + EXCLUDED.points`,
    [
      sourceId,
      now,
      places.map(([first]) => first?.accountId),
      places.map(([first]) => first?.region),
      places.map((list) => new Date(list.reduce((newest, { atMs }) => Math.max(newest, atMs), 0))),
      places.map((list) => new Date(list.reduce((least, { atMs }) => Math.min(least, atMs), Infinity))),
      places.map((list) => list.length),
    ],
  )
  await saveMetrics(db, sourceId, minutes, wanted)
}

/** What metric streams bring of an account and region, where their newest files just came. */
export async function liveFeed(
  db: Pool | PoolClient,
  { accountId, region }: { accountId: string; region: string },
  nowMs: number,
): Promise<Fed | undefined> {
  const { rows } = await db.query<{ newest: Date }>(
    `SELECT f.newest_at AS newest FROM metric_feed f JOIN trail_source s ON s.id = f.source_id AND s.enabled
     WHERE f.account_id = $1 AND f.region = $2 AND f.arrived_at > $3 AND f.newest_at > $3 ORDER BY f.newest_at DESC LIMIT 1`,
    [accountId, region, new Date(nowMs - FEED_FRESH_MS)],
  )
  const [row] = rows
  if (!row) return undefined
  const { rows: came } = await db.query<FedMetric>(
    `SELECT f.metric, f.of_account AS "ofAccount", (extract(epoch FROM max(f.newest_at)) * 1000)::float8 AS "newestMs"
     FROM metric_feed_metric f JOIN trail_source s ON s.id = f.source_id AND s.enabled
     WHERE f.account_id = $1 AND f.region = $2 GROUP BY 1, 2`,
    [accountId, region],
  )
  return whatIsFed(row.newest, came, nowMs)
}
