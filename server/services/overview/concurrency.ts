import type { Context } from '#server/services/context.ts'
import { readMarks } from '#server/services/functions/marks.ts'
import { readChart } from '#server/services/metrics/read-series.ts'
import { placeConditions, type Scope } from '#server/services/scope/resolve-scope.ts'
import { allOf, queryRows, sql } from '#server/store/sql.ts'
import { summedPoints } from '#server/store/summed-points.ts'
import type { Overview } from './schema.ts'

type Peak = { account_id: string; region: string; peak: number; limit: number | null }

/** The account and region that came nearest to its limit in the range. */
async function nearestToLimit({ store, clock }: Context, scope: Scope): Promise<Peak | undefined> {
  const [peak] = await queryRows<Peak>(
    store.pool,
    sql`SELECT s.account_id, s.region, max(p.value) AS peak,
        (SELECT (v.record->'concurrentExecutions'->>'value')::float8 FROM resource r JOIN resource_version v ON v.id = r.current_version_id
          WHERE r.kind = 'account-settings' AND r.account_id = s.account_id AND r.region = s.region LIMIT 1) AS limit
      FROM (SELECT ms.id, ms.account_id, ms.region FROM metric_series ms WHERE ms.namespace = 'AWS/Lambda' AND ms.metric = 'ConcurrentExecutions'
          AND ms.stat = 'Maximum' AND ms.dimension = '' AND ${allOf(placeConditions(scope, sql`ms`))}) s,
        ${summedPoints({ ...scope, nowMs: clock(), days: true, minutes: true })}
      GROUP BY 1, 2 ORDER BY max(p.value) / nullif((SELECT (v.record->'concurrentExecutions'->>'value')::float8 FROM resource r
        JOIN resource_version v ON v.id = r.current_version_id WHERE r.kind = 'account-settings' AND r.account_id = s.account_id AND r.region = s.region LIMIT 1), 0)
        DESC NULLS LAST, 3 DESC LIMIT 1`,
  )
  return peak
}

/** The tile and the chart of account concurrency: of the place nearest to its limit. */
export async function concurrency(
  context: Context,
  scope: Scope,
): Promise<{ tile: Overview['tiles']['concurrency']; chart: Overview['concurrency'] }> {
  const peak = await nearestToLimit(context, scope)
  if (!peak) {
    const none = {
      periodSeconds: 300,
      limit: null,
      accountId: null,
      region: null,
      used: [],
      throttles: [],
      marks: [],
    }
    return { tile: null, chart: none }
  }
  const { account_id: accountId, region, limit } = peak
  const [from, to] = [new Date(scope.fromMs), new Date(scope.toMs)]
  const [chart, marks] = await Promise.all([
    readChart(
      context,
      sql`ms.account_id = ${accountId} AND ms.region = ${region} AND ms.dimension = '' AND ms.namespace = 'AWS/Lambda'
        AND ((ms.metric = 'ConcurrentExecutions' AND ms.stat = 'Maximum') OR (ms.metric = 'Throttles' AND ms.stat = 'Sum'))`,
      scope.fromMs,
      scope.toMs,
    ),
    readMarks(
      context,
      sql`e.account_id = ${accountId} AND e.region = ${region} AND e.event_time >= ${from} AND e.event_time < ${to}`,
      sql`al.account_id = ${accountId} AND al.region = ${region} AND al.started_at >= ${from} AND al.started_at < ${to}`,
    ),
  ])
  const pointsOf = (metric: string) => chart.series.find((series) => series.metric === metric)?.points ?? []
  const percent = limit ? (peak.peak / limit) * 100 : null
  return {
    tile: { peak: peak.peak, limit, percent, accountId, region },
    chart: {
      periodSeconds: chart.periodSeconds,
      limit,
      accountId,
      region,
      used: pointsOf('ConcurrentExecutions'),
      throttles: pointsOf('Throttles'),
      marks: marks.slice(-60),
    },
  }
}
