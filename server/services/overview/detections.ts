import { SEVERITIES } from '#server/domain/severity.ts'
import { alertEnvConditions } from '#server/services/alerts/list-alerts.ts'
import { loadRules, ruleOf } from '#server/services/alerts/rule-of.ts'
import type { Context } from '#server/services/context.ts'
import { bucketSecondsOf } from '#server/services/events/get-event-histogram.ts'
import { placeConditions, type Scope } from '#server/services/scope/resolve-scope.ts'
import { allOf, queryRows, sql } from '#server/store/sql.ts'
import type { Overview } from './schema.ts'

type Row = { rule_id: string; worst: number | null; bucket: number; count: string }

/** Alerts that began in the range, by rule over time and by rule. */
export async function detections(
  { store }: Context,
  scope: Scope,
): Promise<Pick<Overview, 'detectionsOverTime' | 'detectionsByType'>> {
  await loadRules()
  const bucketSeconds = bucketSecondsOf((scope.toMs - scope.fromMs) * 2)
  const stepMs = bucketSeconds * 1000
  const firstMs = Math.floor(scope.fromMs / stepMs) * stepMs
  const where = allOf([
    sql`al.started_at >= ${new Date(scope.fromMs)} AND al.started_at < ${new Date(scope.toMs)}`,
    ...placeConditions(scope, sql`al`, 'global'),
    ...alertEnvConditions(scope),
  ])
  const rows = await queryRows<Row>(
    store.pool,
    sql`SELECT al.rule_id, min(array_position(${[...SEVERITIES]}::text[], al.severity)) AS worst,
        floor((date_part('epoch', al.started_at) * 1000 - ${firstMs}::float8) / ${stepMs}::float8)::int AS bucket, count(*) AS count
      FROM alert al WHERE ${where} GROUP BY 1, 3`,
  )
  const byRule = [...Map.groupBy(rows, (row) => row.rule_id)].map(([ruleId, own]) => ({
    ruleId,
    title: ruleOf(ruleId).title,
    severity:
      SEVERITIES[Math.min(...own.map((row) => row.worst ?? SEVERITIES.length)) - 1] ?? ('info' as const),
    count: own.reduce((sum, row) => sum + Number(row.count), 0),
  }))
  byRule.sort((a, b) => b.count - a.count || (a.title < b.title ? -1 : 1))
  const byBucket = Map.groupBy(rows, (row) => row.bucket)
  const buckets = Array.from({ length: Math.ceil((scope.toMs - firstMs) / stepMs) }, (_, i) => ({
    at: new Date(firstMs + i * stepMs).toISOString(),
    counts: Object.fromEntries((byBucket.get(i) ?? []).map((row) => [row.rule_id, Number(row.count)])),
  }))
  return {
    detectionsOverTime: {
      bucketSeconds,
      rules: byRule.map(({ ruleId, title }) => ({ id: ruleId, title })),
      buckets,
    },
    detectionsByType: byRule,
  }
}
