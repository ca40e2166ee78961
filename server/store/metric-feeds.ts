import type { Pool, PoolClient } from 'pg'
import { FEED_FRESH_MS } from '#server/domain/metrics/polling/feeds.ts'

type At = { accountId: string; region: string; atMs: number }

/** Notes which accounts and regions a metric stream brought minutes of, and up to when. */
export async function saveFeeds(
  db: Pool | PoolClient,
  sourceId: string,
  minutes: readonly At[],
  now: Date,
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
}

/** Up to when a metric stream brought an account and region's minutes, where its newest files just came. */
export async function liveFeed(
  db: Pool | PoolClient,
  { accountId, region }: { accountId: string; region: string },
  nowMs: number,
): Promise<Date | undefined> {
  const { rows } = await db.query<{ newest: Date }>(
    `SELECT f.newest_at AS newest FROM metric_feed f JOIN trail_source s ON s.id = f.source_id AND s.enabled
     WHERE f.account_id = $1 AND f.region = $2 AND f.arrived_at > $3 AND f.newest_at > $3 ORDER BY f.newest_at DESC LIMIT 1`,
    [accountId, region, new Date(nowMs - FEED_FRESH_MS)],
  )
  return rows[0]?.newest
}
