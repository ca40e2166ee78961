import { valueOr } from '#server/domain/field.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { readChart } from '#server/services/metrics/read-series.ts'
import { resolveScope } from '#server/services/scope/resolve-scope.ts'
import type { ScopeQuery } from '#server/services/scope.schema.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import { findFunction } from './get-function.ts'
import { readMarks } from './marks.ts'
import { readLimits } from './read-limits.ts'
import type { FunctionMetrics } from './schema.ts'

type Step = { from_ms: number; timeout_ms: number }

/** Charts of one function over the range, with the timeout that was in force and what happened meanwhile. @throws NotFoundError */
export async function getFunctionMetrics(
  context: Context,
  input: { id: number } & ScopeQuery,
): Promise<FunctionMetrics> {
  authorise(context, 'viewer')
  const { fromMs, toMs } = resolveScope(context, input)
  const head = await findFunction(context, input.id)
  const [from, to] = [new Date(fromMs), new Date(toMs)]
  const [chart, steps, marks, limits] = await Promise.all([
    readChart(
      context,
      sql`ms.account_id = ${head.account_id} AND ms.region = ${head.region} AND ms.dimension = ${head.name} AND ms.namespace IN ('AWS/Lambda', 'Sightline')`,
      fromMs,
      toMs,
    ),
    queryRows<Step>(
      context.store.pool,
      sql`SELECT (extract(epoch FROM greatest(valid_from, ${from}::timestamptz)) * 1000)::float8 AS from_ms, (record->'timeoutSeconds'->>'value')::float8 * 1000 AS timeout_ms
        FROM resource_version WHERE resource_id = ${head.id} AND valid_from < ${to} AND (valid_to IS NULL OR valid_to > ${from})
          AND record->'timeoutSeconds'->>'state' = 'known' ORDER BY valid_from LIMIT 500`,
    ),
    readMarks(
      context,
      sql`e.function_name = ${head.name} AND e.account_id = ${head.account_id} AND e.region = ${head.region} AND e.event_time >= ${from} AND e.event_time < ${to}`,
      sql`al.resource_id = ${head.id} AND al.started_at >= ${from} AND al.started_at < ${to}`,
    ),
    readLimits(context, head),
  ])
  const reserved = valueOr<number | null>(head.record.reservedConcurrency, null)
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    periodSeconds: chart.periodSeconds,
    polledUntil: chart.polledUntilMs === null ? null : new Date(chart.polledUntilMs).toISOString(),
    series: chart.series.map(({ metric, stat, unit, points }) => ({ metric, stat, unit, points })),
    timeoutMs: steps
      .filter((step, i) => step.timeout_ms !== steps[i - 1]?.timeout_ms)
      .map((step) => [step.from_ms, step.timeout_ms]),
    concurrencyLimit: reserved ?? limits.unreserved ?? limits.account,
    marks,
  }
}
