import type { Pool } from 'pg'
import type { Activity } from '#server/domain/metrics/polling/activity.ts'
import { FEED_FRESH_MS, type FedMetric, whatIsFed } from '#server/domain/metrics/polling/feeds.ts'
import type { Slowed, Wanted } from '#server/domain/metrics/polling/plan-polling.ts'
import { DAY_MS, MINUTE_MS } from '#server/domain/time.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import type { WatchedAccountCost } from './schema.ts'

type At = { accountId: string; region: string }
export type PlaceState = At & {
  wanted: Wanted
  plannedUsdPerHour: number
  slowed: Slowed[]
  functions: Record<Activity, number>
  clockSkewMs: number | null
}

/** The last plan of every account and region that is polled. */
export async function plansOf(pool: Pool): Promise<PlaceState[]> {
  const rows = await queryRows<At & { plan: Omit<PlaceState, keyof At>; skew: number | null }>(
    pool,
    sql`SELECT account_id AS "accountId", region, cursor->'plan' AS plan, (cursor->>'clockSkewMs')::float8 AS skew
      FROM collector_cursor WHERE collector = 'poll-metrics' AND cursor ? 'plan' ORDER BY region`,
  )
  return rows.map(({ accountId, region, plan, skew }) => ({
    accountId,
    region,
    ...plan,
    clockSkewMs: skew !== null && Math.abs(skew) > MINUTE_MS ? skew : null,
  }))
}

/** The accounts and regions whose metrics come by a metric stream. */
export async function feedsOf(pool: Pool, nowMs: number): Promise<(At & WatchedAccountCost['feeds'][0])[]> {
  const rows = await queryRows<
    At & { newest: Date; arrived: Date; points: string; came: FedMetric[] | null }
  >(
    pool,
    sql`SELECT account_id AS "accountId", region, max(newest_at) AS newest, max(arrived_at) AS arrived, sum(points) AS points,
        (SELECT json_agg(json_build_object('metric', m.metric, 'ofAccount', m.of_account, 'newestMs', m.newest_ms)) FROM (
          SELECT metric, of_account, (extract(epoch FROM max(newest_at)) * 1000)::float8 AS newest_ms FROM metric_feed_metric m
          WHERE m.account_id = f.account_id AND m.region = f.region GROUP BY 1, 2) m) AS came
      FROM metric_feed f GROUP BY 1, 2 ORDER BY 2`,
  )
  return rows.map(({ newest, arrived, points, came, ...at }) => ({
    ...at,
    live: nowMs - arrived.getTime() < FEED_FRESH_MS,
    functions: whatIsFed(newest, came ?? [], nowMs).core,
    newestAt: newest.toISOString(),
    points: Number(points),
  }))
}

type Past = At & {
  done: number
  total: number
  five: { from?: string; startedAt?: string; stopped?: string } | null
}
const FIVE_MINUTES_DAYS = 63

/** How far the past of metrics was fetched in every account and region with functions. */
export async function pastsOf(pool: Pool): Promise<(At & WatchedAccountCost['past'][0])[]> {
  const rows = await queryRows<Past>(
    pool,
    sql`SELECT f.account_id AS "accountId", f.region, f.total, coalesce(jsonb_array_length(h.cursor->'functions'), 0) AS done,
        m.cursor AS five
      FROM (SELECT account_id, region, count(*)::int AS total FROM resource WHERE kind = 'function' AND deleted_at IS NULL GROUP BY 1, 2) f
      LEFT JOIN collector_cursor h ON h.collector = 'backfill-metrics' AND h.account_id = f.account_id AND h.region = f.region
      LEFT JOIN collector_cursor m ON m.collector = 'backfill-five-minutes' AND m.account_id = f.account_id AND m.region = f.region
      ORDER BY 2`,
  )
  return rows.map(({ done, total, five, ...at }) => {
    const from = five?.from ? Date.parse(five.from) : null
    const startedMs = five?.startedAt ? Date.parse(five.startedAt) : null
    const share = from === null || startedMs === null ? 0 : (startedMs - from) / (FIVE_MINUTES_DAYS * DAY_MS)
    return {
      ...at,
      functions: Math.min(done, total),
      functionsTotal: total,
      fiveMinutesFrom: five?.from ?? null,
      fiveMinutesPercent: Math.min(100, Math.floor(share * 100 + 1e-9)),
      fiveMinutesStopped: five?.stopped ?? null,
    }
  })
}
