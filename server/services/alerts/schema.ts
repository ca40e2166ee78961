import { z } from 'zod'
import { eventRow } from '#server/services/events/schema.ts'
import { chartAnomaly, chartBand, chartPoint } from '#server/services/metrics/schema.ts'
import { facet, isoTime, pageQuery, scopeQuery, severity } from '#server/services/scope.schema.ts'

export const ALERT_STATES = ['firing', 'acknowledged', 'snoozed', 'resolved'] as const
export const alertState = z.enum(ALERT_STATES)
export const ruleKind = z.enum(['check', 'detection', 'baseline'])

export const alertRow = z.object({
  id: z.string(),
  ruleId: z.string(),
  ruleTitle: z.string(),
  ruleKind,
  severity,
  state: alertState,
  title: z.string().meta({ description: 'Plain sentence: "Timeouts on orders-api"' }),
  summary: z.string(),
  accountId: z.string(),
  accountName: z.string(),
  region: z.string(),
  resourceId: z.number().int().nullable(),
  resourceName: z.string().nullable(),
  occurrences: z.number().int(),
  startedAt: isoTime,
  lastSeenAt: isoTime,
  resolvedAt: isoTime.nullable(),
  snoozedUntil: isoTime.nullable(),
  acknowledgedBy: z.string().nullable(),
  assignee: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** The likeliest change before it, e.g. "4 min after UpdateFunctionCode by gha-deploy". */
  cause: z.string().nullable(),
})
export type AlertRow = z.infer<typeof alertRow>

export const listAlertsQuery = scopeQuery.extend(pageQuery.shape).extend({
  state: z
    .string()
    .max(100)
    .optional()
    .meta({ description: 'Comma-separated states; "open" is all but resolved' }),
  severity: z.string().max(100).optional(),
  rule: z.string().max(100).optional(),
  kind: ruleKind.optional(),
  q: z.string().max(200).optional(),
  resourceId: z.coerce.number().int().optional(),
  sort: z.enum(['severity', 'startedAt', 'lastSeenAt', 'title']).default('severity'),
  order: z.enum(['asc', 'desc']).default('desc'),
})
export type ListAlertsQuery = z.infer<typeof listAlertsQuery>

export const alertList = z.object({
  items: z.array(alertRow),
  total: z.number().int(),
  page: z.number().int(),
  pageSize: z.number().int(),
  facets: z.object({ state: facet, severity: facet, rule: facet, kind: facet }),
})
export type AlertList = z.infer<typeof alertList>

export const alertEntry = z.object({
  id: z.string(),
  at: isoTime,
  kind: z.string(),
  actor: z.string(),
  text: z.string(),
})

/** A metric that the alert is about, with the line that was crossed. */
export const alertChart = z.object({
  title: z.string(),
  unit: z.string(),
  periodSeconds: z.number().int(),
  from: isoTime,
  to: isoTime,
  series: z.array(z.object({ name: z.string(), points: z.array(chartPoint), band: chartBand })),
  anomalies: z.array(chartAnomaly),
  threshold: z.object({ label: z.string(), value: z.number() }).nullable(),
})
export type AlertChart = z.infer<typeof alertChart>

export const alertDetail = z.object({
  alert: alertRow,
  evidence: z.array(z.object({ label: z.string(), value: z.string() })),
  chart: alertChart.nullable(),
  incidentId: z.string().nullable().meta({ description: 'The incident of unusual metrics that it tells of' }),
  /** Events that the alert was raised from. */
  events: z.array(eventRow),
  /** Changes in the two hours before it began, likeliest cause first, each with why it is ranked so. */
  changesBefore: z.array(z.object({ event: eventRow, secondsBefore: z.number(), why: z.string() })),
  response: z.array(z.object({ text: z.string(), command: z.string().nullable() })),
  entries: z.array(alertEntry),
  similar: z.array(alertRow),
  rule: z.object({ id: z.string(), title: z.string(), why: z.string(), references: z.array(z.string()) }),
})
export type AlertDetail = z.infer<typeof alertDetail>

const comment = z.string().trim().max(2000).optional()
export const acknowledgeInput = z.object({ comment })
export const resolveInput = z.object({ comment })
export const snoozeInput = z.object({
  minutes: z
    .number()
    .int()
    .min(5)
    .max(60 * 24 * 7),
  comment,
})
export const assignInput = z.object({ userId: z.string().nullable() })
export const commentInput = z.object({ text: z.string().trim().min(1).max(2000) })
