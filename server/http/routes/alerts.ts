import { z } from 'zod'
import { type CsvColumn, csvResponse } from '#server/http/csv.ts'
import { defineRoute } from '#server/http/route.ts'
import { acknowledgeAlert } from '#server/services/alerts/acknowledge-alert.ts'
import { assignAlert } from '#server/services/alerts/assign-alert.ts'
import { commentAlert } from '#server/services/alerts/comment-alert.ts'
import { getAlert } from '#server/services/alerts/get-alert.ts'
import { listAlerts } from '#server/services/alerts/list-alerts.ts'
import { resolveAlert } from '#server/services/alerts/resolve-alert.ts'
import {
  type AlertRow,
  acknowledgeInput,
  alertDetail,
  alertList,
  alertRow,
  assignInput,
  commentInput,
  listAlertsQuery,
  resolveInput,
  snoozeInput,
} from '#server/services/alerts/schema.ts'
import { snoozeAlert } from '#server/services/alerts/snooze-alert.ts'
import { unacknowledgeAlert } from '#server/services/alerts/unacknowledge-alert.ts'
import { allPages } from './all-pages.ts'
import { uuidId } from './params.ts'

const COLUMNS: CsvColumn<AlertRow>[] = [
  { title: 'Severity', value: (row) => row.severity },
  { title: 'State', value: (row) => row.state },
  { title: 'Alert', value: (row) => row.title },
  { title: 'Summary', value: (row) => row.summary },
  { title: 'Rule', value: (row) => row.ruleId },
  { title: 'Account', value: (row) => row.accountId },
  { title: 'Region', value: (row) => row.region },
  { title: 'Resource', value: (row) => row.resourceName },
  { title: 'Started', value: (row) => row.startedAt },
  { title: 'Last seen', value: (row) => row.lastSeenAt },
  { title: 'Resolved', value: (row) => row.resolvedAt },
  { title: 'Occurrences', value: (row) => row.occurrences },
  { title: 'Acknowledged by', value: (row) => row.acknowledgedBy },
  { title: 'Assignee', value: (row) => row.assignee?.name },
  { title: 'Likely cause', value: (row) => row.cause },
  { title: 'Id', value: (row) => row.id },
]

export const listAlertsRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/alerts',
  summary: 'Alerts with their likeliest causes and facets; format=csv gives all that match',
  role: 'viewer',
  query: listAlertsQuery.extend({ format: z.enum(['json', 'csv']).default('json') }),
  response: alertList,
  also: 'text/csv',
  handler: async ({ context, query: { format, ...query } }) =>
    format === 'csv'
      ? csvResponse(
          'alerts.csv',
          COLUMNS,
          await allPages((page) => listAlerts(context, { ...query, ...page })),
        )
      : listAlerts(context, query),
})

export const getAlertRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/alerts/{id}',
  summary: 'One alert with chart, events, the changes before it and its timeline',
  role: 'viewer',
  params: uuidId,
  response: alertDetail,
  handler: ({ context, params }) => getAlert(context, params),
})

const change = { method: 'POST', role: 'responder', params: uuidId, response: alertRow } as const

export const acknowledgeAlertRoute = defineRoute({
  ...change,
  path: '/api/v1/alerts/{id}/acknowledge',
  summary: 'Acknowledge an alert',
  body: acknowledgeInput,
  handler: ({ context, params, body }) => acknowledgeAlert(context, { ...body, ...params }),
})

export const unacknowledgeAlertRoute = defineRoute({
  ...change,
  path: '/api/v1/alerts/{id}/unacknowledge',
  summary: 'Let an acknowledged or snoozed alert fire again',
  handler: ({ context, params }) => unacknowledgeAlert(context, params),
})

export const snoozeAlertRoute = defineRoute({
  ...change,
  path: '/api/v1/alerts/{id}/snooze',
  summary: 'Keep an alert quiet for some minutes',
  body: snoozeInput,
  handler: ({ context, params, body }) => snoozeAlert(context, { ...body, ...params }),
})

export const resolveAlertRoute = defineRoute({
  ...change,
  path: '/api/v1/alerts/{id}/resolve',
  summary: 'Resolve an alert by hand',
  body: resolveInput,
  handler: ({ context, params, body }) => resolveAlert(context, { ...body, ...params }),
})

export const assignAlertRoute = defineRoute({
  ...change,
  path: '/api/v1/alerts/{id}/assign',
  summary: 'Give an alert to a user, or to nobody',
  body: assignInput,
  handler: ({ context, params, body }) => assignAlert(context, { ...body, ...params }),
})

export const commentAlertRoute = defineRoute({
  ...change,
  path: '/api/v1/alerts/{id}/comment',
  summary: "Comment on an alert's timeline",
  body: commentInput,
  handler: ({ context, params, body }) => commentAlert(context, { ...body, ...params }),
})
