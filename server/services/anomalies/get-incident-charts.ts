import { bandOnGrid } from '#server/domain/metrics/band-on-grid.ts'
import { HOUR_MS } from '#server/domain/time.ts'
import { NotFoundError } from '#server/errors.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { readMarks } from '#server/services/functions/marks.ts'
import { readAnomalies } from '#server/services/metrics/read-anomalies.ts'
import { readBands } from '#server/services/metrics/read-bands.ts'
import { readChart } from '#server/services/metrics/read-series.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import { type IncidentCharts, MAX_SMALL_POINTS } from './charts.schema.ts'

const MAX_SERIES = 12
const LEAD_MS = 8 * HOUR_MS
const AFTER_MS = 2 * HOUR_MS

type Incident = {
  account_id: string
  region: string
  started_at: Date
  last_seen_at: Date
  functions: string[]
}
type Member = { id: number; function_id: number | null; in_all: number }

/** Where an incident is seen: its most unusual series before, during and after it, with what changed. @throws NotFoundError */
export async function getIncidentCharts(context: Context, { id }: { id: string }): Promise<IncidentCharts> {
  authorise(context, 'viewer')
  const { pool } = context.store
  const [incident] = await queryRows<Incident>(
    pool,
    sql`SELECT account_id, region, started_at, last_seen_at, functions FROM metric_incident WHERE id = ${id}::uuid`,
  )
  if (!incident) throw new NotFoundError('This incident')
  const { account_id: accountId, region, functions } = incident
  const members = await queryRows<Member>(
    pool,
    sql`SELECT a.series_id AS id, max(r.id) AS function_id, (count(*) OVER ())::int AS in_all FROM metric_anomaly a
      LEFT JOIN resource r ON r.account_id = a.account_id AND r.region = a.region AND r.kind = 'function' AND r.name = a.function_name
      WHERE a.incident_id = ${id}::uuid GROUP BY a.series_id ORDER BY max(a.score) DESC, max(a.excess) DESC, a.series_id LIMIT ${MAX_SERIES}`,
  )
  const ids = members.map((member) => member.id)
  const fromMs = incident.started_at.getTime() - LEAD_MS
  const toMs = Math.min(context.clock(), incident.last_seen_at.getTime() + AFTER_MS)
  const [from, to] = [new Date(fromMs), new Date(toMs)]
  const [chart, bands, anomalies, marks] = await Promise.all([
    readChart(context, sql`ms.id = ANY(${ids}::int[])`, fromMs, toMs, { maxPoints: MAX_SMALL_POINTS }),
    readBands(context, ids, fromMs, toMs),
    Promise.all(ids.map((one) => readAnomalies(context, [one], fromMs, toMs))),
    readMarks(
      context,
      sql`e.account_id = ${accountId} AND e.region = ${region} AND e.function_name = ANY(${functions}::text[]) AND e.event_time >= ${from} AND e.event_time < ${to}`,
      sql`al.account_id = ${accountId} AND al.region = ${region} AND al.started_at >= ${from} AND al.started_at < ${to}
        AND al.resource_id = ANY(${members.flatMap((member) => member.function_id ?? [])}::int[])`,
    ),
  ])
  const grid = { periodSeconds: chart.periodSeconds, fromMs, toMs }
  const series = members.flatMap((member, i) => {
    const own = chart.series.find((one) => one.id === member.id)
    if (!own) return []
    return {
      id: own.id,
      functionId: member.function_id,
      functionName: own.dimension === '' ? null : own.dimension,
      metric: own.metric,
      stat: own.stat,
      unit: own.unit,
      points: own.points,
      band: bandOnGrid(own.stat, bands.get(own.id) ?? [], grid),
      anomalies: anomalies[i] ?? [],
    }
  })
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    periodSeconds: chart.periodSeconds,
    polledUntil: chart.polledUntilMs === null ? null : new Date(chart.polledUntilMs).toISOString(),
    series,
    omitted: Math.max(0, (members[0]?.in_all ?? 0) - members.length),
    marks,
  }
}
