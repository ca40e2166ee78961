import { valueOr } from '#server/domain/field.ts'
import { logsStatement } from '#server/domain/logs/logs-statement.ts'
import type { Points } from '#server/domain/metrics/metric-window.ts'
import { type PeriodOfFailures, splitErrors } from '#server/domain/metrics/split-errors.ts'
import { throttleReason } from '#server/domain/metrics/throttle-reason.ts'
import { DAY_MS, MINUTE_MS, SECOND_MS } from '#server/domain/time.ts'
import { readEnv } from '#server/env.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { type FunctionHead, findFunction } from '#server/services/functions/get-function.ts'
import { resolveScope } from '#server/services/scope/resolve-scope.ts'
import type { ScopeQuery } from '#server/services/scope.schema.ts'
import { loadSurroundings } from '#server/store/load-surroundings.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import type { FunctionBreakdown } from './schema.ts'

/** Points of five minutes are kept for longer, but a range of weeks is told by the hour. */
const FINE_MS = 14 * DAY_MS
const LAST_RUN_MS = 30 * MINUTE_MS
const MOST_RUN_MS = 90 * MINUTE_MS

type SeriesRow = { metric: string; points: [number, number][] | null }

function readSeries({ store }: Context, head: FunctionHead, from: Date, to: Date, periodSeconds: number) {
  return queryRows<SeriesRow>(
    store.pool,
    sql`SELECT s.metric, json_agg(json_build_array(extract(epoch FROM p.at) * 1000, p.value) ORDER BY p.at) FILTER (WHERE p.at IS NOT NULL) AS points
      FROM metric_series s LEFT JOIN metric_point p ON p.series_id = s.id AND p.period_seconds = ${periodSeconds} AND p.at >= ${from} AND p.at < ${to}
      WHERE s.account_id = ${head.account_id} AND s.region = ${head.region} AND s.dimension = ${head.name} AND s.stat = 'Sum'
        AND s.metric = ANY(${['Errors', 'Throttles', 'Timeouts', 'FailuresRead', 'ConfirmedTimeouts', 'OutOfMemory', 'InitFailures', 'ApplicationFailures']}::text[])
      GROUP BY s.metric`,
  )
}

function periodsOf(of: (metric: string) => Points): PeriodOfFailures[] {
  const at = (metric: string) => new Map(of(metric))
  const [timeouts, read, confirmed] = [at('Timeouts'), at('FailuresRead'), at('ConfirmedTimeouts')]
  const [memory, init, application] = [at('OutOfMemory'), at('InitFailures'), at('ApplicationFailures')]
  return of('Errors').map(([atMs, errors]) => {
    const total = read.get(atMs)
    return {
      errors,
      timeoutsAtMost: timeouts.get(atMs) ?? 0,
      read:
        total === undefined
          ? null
          : {
              total,
              timeouts: confirmed.get(atMs) ?? 0,
              outOfMemory: memory.get(atMs) ?? 0,
              init: init.get(atMs) ?? 0,
              application: application.get(atMs) ?? 0,
            },
    }
  })
}

/** The points of the last run of throttles, over gaps of half an hour, an hour and a half of it at most. */
function lastRun(throttles: Points): Points {
  const sinceMs = (throttles.findLast(([, value]) => value > 0)?.[0] ?? 0) - MOST_RUN_MS
  const positive = throttles.filter(([at, value]) => value > 0 && at >= sinceMs)
  let first = positive.length - 1
  while (first > 0 && (positive[first]?.[0] ?? 0) - (positive[first - 1]?.[0] ?? 0) <= LAST_RUN_MS) first -= 1
  return positive.slice(Math.max(0, first))
}

async function whyThrottled(context: Context, head: FunctionHead, throttles: Points, periodMs: number) {
  const run = lastRun(throttles)
  const last = run.at(-1)
  if (!last) return null
  const place = { region: head.region, name: head.name }
  const end = new Date(last[0] + periodMs)
  const around = await loadSurroundings(context.store.pool, head.account_id, [place], end)
  const why = throttleReason(run, periodMs, around(place).throttling)
  return why && { ...why, lastAt: new Date(last[0]).toISOString() }
}

async function logsOf({ store }: Context, head: FunctionHead, logGroup: string) {
  const [run] = await queryRows<{ started_at: Date; denied: boolean; partition: string }>(
    store.pool,
    sql`SELECT c.started_at, c.problems @> '[{"state":"denied"}]' AS denied, a.partition FROM collector_run c JOIN aws_account a ON a.id = c.account_id
      WHERE c.collector = 'log-samples' AND c.account_id = ${head.account_id} AND c.region = ${head.region} AND c.status <> 'running'
      ORDER BY c.started_at DESC LIMIT 1`,
  )
  const place = { partition: run?.partition ?? 'aws', accountId: head.account_id, region: head.region }
  return {
    mode: readEnv().SIGHTLINE_READ_LOGS,
    denied: run?.denied ?? null,
    lastReadAt: run?.started_at.toISOString() ?? null,
    statement: run?.denied ? logsStatement(place, logGroup) : null,
  }
}

/** What went wrong with a function over the range: errors by kind, why it was throttled, and what its log may say. @throws NotFoundError */
export async function getFunctionBreakdown(
  context: Context,
  input: { id: number } & ScopeQuery,
): Promise<FunctionBreakdown> {
  authorise(context, 'viewer')
  const { fromMs, toMs } = resolveScope(context, input)
  const head = await findFunction(context, input.id)
  const [from, to] = [new Date(fromMs), new Date(toMs)]
  const periodSeconds = toMs - fromMs <= FINE_MS ? 300 : 3600
  const rows = await readSeries(context, head, from, to, periodSeconds)
  const series = new Map(rows.map((row) => [row.metric, row.points ?? []]))
  const of = (metric: string): Points => series.get(metric) ?? []
  const throttles = of('Throttles')
  const logGroup = valueOr(head.record.logGroup, '') || `/aws/lambda/${head.name}`
  const [why, logs] = await Promise.all([
    whyThrottled(context, head, throttles, periodSeconds * SECOND_MS),
    logsOf(context, head, logGroup),
  ])
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    errors: series.has('Errors') ? splitErrors(periodsOf(of)) : null,
    throttles: {
      total: series.has('Throttles') ? throttles.reduce((sum, [, value]) => sum + value, 0) : null,
      why,
    },
    logs,
  }
}
