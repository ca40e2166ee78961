import type { Pool } from 'pg'
import { PERIODS_SECONDS, type PeriodSeconds } from '#server/domain/metrics/metric.ts'
import { DAY_MS, floorTo, HOUR_MS } from '#server/domain/time.ts'
import { ensurePointPartitions } from './partitions.ts'

/** How far back each step looks: points are corrected for a while after they were written. */
const STEPS: { from: PeriodSeconds; to: PeriodSeconds; lookbackMs: number }[] = PERIODS_SECONDS.slice(
  0,
  -1,
).map((from, i) => {
  const to = PERIODS_SECONDS[i + 1] ?? from
  return { from, to, lookbackMs: Math.max(HOUR_MS, 2 * to * 1000) }
})

type Part = { series: string; kept: string }
const WHOLE: Part = { series: 'true', kept: 'EXCLUDED.value' }
/**
 * Functions have minutes while they are watched closely, and else five minutes as AWS gave them: of those that have only
 * some of their minutes the greater is kept. Their percentiles are not made of minutes here.
 */
const OF_MINUTES: readonly Part[] = [
  { series: `s.dimension = ''`, kept: 'EXCLUDED.value' },
  {
    series: `s.dimension <> '' AND s.stat NOT LIKE 'p%'`,
    kept: 'greatest(metric_point.value, EXCLUDED.value)',
  },
]

export type CaughtUp = {
  periodSeconds: PeriodSeconds
  fromMs: number
  /** Until when, where that is not the present. */
  toMs?: number
  /** Whose points they were: nothing else is read then. */
  of?: PointsOf
}

/** Series of an account and region: all, or those of some functions ('' for the account as a whole). */
export type PointsOf = { accountId: string; region: string; dimensions?: readonly string[] }

/**
 * Makes longer periods out of shorter ones where AWS was not asked for them: sums are added, maxima and percentiles
 * take the greatest (for a percentile an upper bound). Only periods that have ended are written. `caughtUp` tells that
 * points of a period were stored from earlier than usual: they and what is made of them are rolled up from there. All
 * write in one order, so that two of them wait for each other and never for ever.
 */
export async function rollUpPoints(pool: Pool, nowMs: number, caughtUp?: CaughtUp): Promise<void> {
  const of = caughtUp?.of
  const whose = of
    ? `s.account_id = $3 AND s.region = $4 AND ($5::text[] IS NULL OR s.dimension = ANY($5::text[]))`
    : 'true'
  for (const { from, to, lookbackMs } of STEPS) {
    const stepMs = to * 1000
    const end = floorTo(Math.min(nowMs, caughtUp?.toMs ?? nowMs), stepMs)
    const usual = caughtUp?.toMs === undefined ? floorTo(nowMs - lookbackMs, stepMs) : end
    const reached = caughtUp && from >= caughtUp.periodSeconds ? caughtUp.fromMs : nowMs
    const start = Math.min(usual, Math.ceil(reached / stepMs) * stepMs)
    if (start >= end) continue
    const days = Array.from({ length: Math.ceil((end - start) / DAY_MS) }, (_, i) => start + i * DAY_MS)
    await ensurePointPartitions(pool, to, [...days, end])
    for (const { series, kept } of from === 60 ? OF_MINUTES : [WHOLE]) {
      await pool.query(
        `INSERT INTO metric_point (series_id, period_seconds, at, value)
         SELECT p.series_id, ${to}, date_bin('${to} seconds', p.at, '2000-01-01Z') AS bin,
           CASE s.stat
             WHEN 'Sum' THEN sum(p.value) WHEN 'SampleCount' THEN sum(p.value)
             WHEN 'Average' THEN avg(p.value) WHEN 'Minimum' THEN min(p.value) ELSE max(p.value)
           END
         FROM metric_point p JOIN metric_series s ON s.id = p.series_id
         WHERE p.period_seconds = ${from} AND p.at >= $1 AND p.at < $2 AND ${series} AND ${whose}
         GROUP BY p.series_id, s.stat, bin ORDER BY p.series_id, bin
         ON CONFLICT (series_id, period_seconds, at) DO UPDATE SET value = ${kept}
         WHERE metric_point.value IS DISTINCT FROM ${kept}`,
        [new Date(start), new Date(end), ...(of ? [of.accountId, of.region, of.dimensions ?? null] : [])],
      )
    }
  }
}
