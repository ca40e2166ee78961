import { z } from 'zod'
import { facet, isoTime, pageQuery, scopeQuery, severity } from '#server/services/scope.schema.ts'

export const ANOMALY_KINDS = ['spike', 'drop', 'silence', 'shift'] as const
export const INCIDENT_ORIGINS = ['deployment', 'trigger', 'account-limit', 'callee', 'role', 'none'] as const
/** What came of an incident: an alert of its own, alerts of other rules, maintenance, or no more than a note. */
export const INCIDENT_HANDLING = ['alert', 'other-alerts', 'maintenance', 'noted'] as const

export const anomalyRow = z.object({
  id: z.string(),
  seriesId: z.number().int(),
  functionId: z.number().int().nullable(),
  functionName: z.string().nullable().meta({ description: 'null for the account and region as a whole' }),
  metric: z.string(),
  stat: z.string(),
  kind: z.enum(ANOMALY_KINDS),
  startedAt: isoTime,
  endedAt: isoTime.nullable().meta({ description: 'null while it goes on' }),
  score: z.number().meta({ description: '0 to 1, of its peak' }),
  value: z.number().meta({ description: 'Of its peak, over five minutes' }),
  expected: z.number().nullable(),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  explanation: z.string().meta({ description: '"18 times the usual for Tuesday 14:00"' }),
  settled: z.boolean().meta({ description: 'false while late points may still change it' }),
})
export type AnomalyRow = z.infer<typeof anomalyRow>

export const incidentRow = z.object({
  id: z.uuid(),
  accountId: z.string(),
  accountName: z.string(),
  region: z.string(),
  startedAt: isoTime,
  lastSeenAt: isoTime,
  endedAt: isoTime.nullable(),
  severity,
  title: z.string(),
  summary: z.string(),
  impact: z.string().nullable().meta({ description: 'null: unusual, and no more' }),
  origin: z.object({
    kind: z.enum(INCIDENT_ORIGINS),
    text: z.string(),
    subject: z.string().nullable().meta({ description: 'The function, source or role' }),
    eventIds: z.array(z.string()),
    covers: z.array(z.string()).meta({ description: 'Functions that it explains' }),
  }),
  handling: z.enum(INCIDENT_HANDLING),
  alertId: z.string().nullable().meta({ description: 'Its own alert' }),
  maintenance: z.object({ id: z.string(), reason: z.string() }).nullable(),
  toldBy: z
    .array(z.object({ ruleId: z.string(), functionName: z.string().nullable() }))
    .meta({ description: 'Alerts of other rules about the same functions at the same time' }),
  functions: z.array(z.string()),
  anomalies: z.array(anomalyRow).meta({ description: 'The most unusual twenty' }),
  anomalyCount: z.number().int(),
})
export type IncidentRow = z.infer<typeof incidentRow>

export const listAnomaliesQuery = scopeQuery.extend(pageQuery.shape).extend({
  state: z.enum(['open', 'ended']).optional(),
  severity: z.string().max(100).optional().meta({ description: 'Comma-separated' }),
  kind: z.string().max(100).optional().meta({ description: 'Comma-separated: spike, drop, silence, shift' }),
  origin: z.string().max(100).optional(),
  handling: z.string().max(100).optional(),
  metric: z.string().max(200).optional(),
  function: z.string().max(200).optional().meta({ description: 'A function’s whole name' }),
  incident: z.uuid().optional().meta({ description: 'This one alone, whatever its time and place' }),
  q: z.string().max(200).optional(),
  sort: z.enum(['startedAt', 'severity']).default('startedAt'),
})
export type ListAnomaliesQuery = z.infer<typeof listAnomaliesQuery>

export const anomalyList = z.object({
  items: z.array(incidentRow),
  total: z.number().int(),
  page: z.number().int(),
  pageSize: z.number().int(),
  facets: z.object({ severity: facet, kind: facet, metric: facet, origin: facet, handling: facet }),
  /** Series with a model, and those of them that have not seen enough yet for anything to be called unusual. */
  models: z.object({ series: z.number().int(), learning: z.number().int() }),
})
export type AnomalyList = z.infer<typeof anomalyList>
