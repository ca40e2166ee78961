import { z } from 'zod'
import { bandOnGrid } from '#server/domain/metrics/band-on-grid.ts'
import { rankChanges } from '#server/domain/rank-changes.ts'
import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'
import { NotFoundError } from '#server/errors.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { type EventRecord, selectEvents, toEventRow } from '#server/services/events/event-rows.ts'
import { readAnomalies } from '#server/services/metrics/read-anomalies.ts'
import { readBands } from '#server/services/metrics/read-bands.ts'
import { readChart } from '#server/services/metrics/read-series.ts'
import { join, queryRows, sql } from '#server/store/sql.ts'
import { type AlertRecord, alertRows, findAlerts, selectAlerts } from './alert-rows.ts'
import { eventIdsOf, findChanges, incidentOf } from './causes-of.ts'
import { loadRules, ruleOf } from './rule-of.ts'
import type { AlertChart, AlertDetail } from './schema.ts'

const LEAD_MS = 2 * HOUR_MS

/** What the worker keeps in `evidence` (SignalEvidence); anything else is shown as no evidence rather than as an error. */
const evidenceShape = z.object({
  items: z.array(z.object({ label: z.string(), value: z.string() })).catch([]),
  metric: z
    .object({
      title: z.string(),
      unit: z.string(),
      series: z.array(
        z.object({ namespace: z.string(), metric: z.string(), stat: z.string(), dimension: z.string() }),
      ),
      threshold: z.object({ label: z.string(), value: z.number() }).nullable(),
    })
    .nullable()
    .catch(null),
  response: z
    .array(z.object({ text: z.string(), command: z.string().nullable() }))
    .optional()
    .catch(undefined),
})
type Metric = NonNullable<z.infer<typeof evidenceShape>['metric']>

async function chartOf(context: Context, record: AlertRecord, metric: Metric): Promise<AlertChart | null> {
  const wanted = metric.series
  if (wanted.length === 0) return null
  const startMs = record.started_at.getTime()
  const fromMs = startMs - LEAD_MS
  const endMs = (record.resolved_at ?? record.last_seen_at).getTime()
  const toMs = Math.min(context.clock(), Math.min(endMs + HOUR_MS, startMs + 7 * DAY_MS))
  const any = wanted.map(
    (one) =>
      sql`(ms.namespace = ${one.namespace} AND ms.metric = ${one.metric} AND ms.stat = ${one.stat} AND ms.dimension = ${one.dimension})`,
  )
  const billing = wanted.some((one) => one.namespace === 'AWS/Billing')
  const region = billing ? 'us-east-1' : record.region
  const place = sql`ms.account_id = ${record.account_id} AND ms.region = ${region}`
  const beganMs = billing ? startMs - 3 * DAY_MS : fromMs
  const chart = await readChart(context, sql`${place} AND (${join(any, ' OR ')})`, beganMs, toMs)
  const ids = chart.series.map(({ id }) => id)
  const [bands, anomalies] = await Promise.all([
    readBands(context, ids, beganMs, toMs),
    readAnomalies(context, ids, beganMs, toMs),
  ])
  const grid = { periodSeconds: chart.periodSeconds, fromMs: beganMs, toMs }
  return {
    title: metric.title,
    unit: metric.unit,
    periodSeconds: chart.periodSeconds,
    from: new Date(beganMs).toISOString(),
    to: new Date(toMs).toISOString(),
    series: chart.series.map((one) => ({
      name: seriesName(one.metric, one.stat),
      points: one.points,
      band: bandOnGrid(one.stat, bands.get(one.id) ?? [], grid),
    })),
    anomalies,
    threshold: metric.threshold,
  }
}

/** The fingerprint of such an alert is its rule and the incident. */
function incidentIdOf({ rule_id, fingerprint }: AlertRecord): string | null {
  return rule_id === 'metric-anomaly' ? (fingerprint.split(':')[1] ?? null) : null
}

function seriesName(metric: string, stat: string): string {
  return stat === 'Sum' ? metric : `${metric} (${stat.toLowerCase()})`
}

/** Everything about one alert: chart, events, the changes before it, what to do, timeline, its like. @throws NotFoundError */
export async function getAlert(context: Context, input: { id: string }): Promise<AlertDetail> {
  authorise(context, 'viewer')
  const { pool } = context.store
  const [record] = await queryRows<AlertRecord>(
    pool,
    selectAlerts(sql`SELECT * FROM alert WHERE id = ${input.id}::uuid`),
  )
  if (!record) throw new NotFoundError('This alert')
  await loadRules()
  const shape = evidenceShape.catch({ items: [], metric: null })
  const { items, metric, response: own } = shape.parse(record.evidence ?? {})
  const similar = sql`SELECT * FROM alert al WHERE al.id <> ${input.id}::uuid AND al.rule_id = ${record.rule_id}
    AND (al.resource_id = ${record.resource_id} OR (al.account_id = ${record.account_id} AND al.region = ${record.region}))
    ORDER BY (al.resource_id IS NOT DISTINCT FROM ${record.resource_id}) DESC, al.started_at DESC LIMIT 5`
  const [rows, chart, events, changes, entries, alike] = await Promise.all([
    alertRows(context, [record]),
    metric ? chartOf(context, record, metric) : null,
    queryRows<EventRecord>(
      pool,
      sql`${selectEvents(sql`SELECT * FROM trail_event WHERE event_id = ANY(${eventIdsOf(record.evidence).slice(0, 100)}::text[])`)} ORDER BY e.event_time`,
    ),
    findChanges(context, [record], 30),
    context.store.prisma.alertEntry.findMany({
      where: { alertId: record.id },
      orderBy: [{ at: 'asc' }, { id: 'asc' }],
      take: 500,
    }),
    findAlerts(context, similar, sql`al.started_at DESC`),
  ])
  const [alert] = rows
  if (!alert) throw new NotFoundError('This alert')
  const { id, title, why, references, response } = ruleOf(record.rule_id)
  return {
    alert,
    evidence: items,
    chart,
    incidentId: incidentIdOf(record),
    events: events.map(toEventRow),
    changesBefore: rankChanges(incidentOf(record), changes)
      .slice(0, 20)
      .map(({ change, secondsBefore, why: reason }) => ({
        event: toEventRow({ ...change, region: change.region }),
        secondsBefore,
        why: reason,
      })),
    response: own ?? response,
    entries: entries.map((entry) => ({
      id: entry.id,
      at: entry.at.toISOString(),
      kind: entry.kind,
      actor: entry.actor,
      text: entry.text,
    })),
    similar: alike,
    rule: { id, title, why, references },
  }
}
