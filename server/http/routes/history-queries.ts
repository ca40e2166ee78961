import { defineRoute } from '#server/http/route.ts'
import { askHistory, cancelHistory } from '#server/services/history-queries/ask-history.ts'
import { listHistoryQueries, listHistoryRecords } from '#server/services/history-queries/list-history.ts'
import { planHistory } from '#server/services/history-queries/plan-history.ts'
import {
  askInput,
  historyPlan,
  historyQueryList,
  historyQueryRow,
  historyRecordList,
  historyRecordsQuery,
  planInput,
} from '#server/services/history-queries/schema.ts'
import { uuidId } from './params.ts'

export const listHistoryQueriesRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/history-queries',
  summary: 'Questions that were asked of Athena or CloudTrail Lake: by whom, how much was read',
  role: 'viewer',
  response: historyQueryList,
  handler: ({ context }) => listHistoryQueries(context),
})

export const planHistoryRoute = defineRoute({
  method: 'POST',
  path: '/api/v1/history-queries/plan',
  summary: 'The SQL of a question about the past and what bounds it; nothing is run',
  role: 'viewer',
  body: planInput,
  response: historyPlan,
  handler: ({ context, body }) => planHistory(context, body),
})

export const askHistoryRoute = defineRoute({
  method: 'POST',
  path: '/api/v1/history-queries',
  summary: 'Ask Athena or CloudTrail Lake about the past, reading at most so many bytes',
  role: 'responder',
  body: askInput,
  response: historyQueryRow,
  status: 201,
  handler: ({ context, body }) => askHistory(context, body),
})

export const cancelHistoryRoute = defineRoute({
  method: 'POST',
  path: '/api/v1/history-queries/{id}/cancel',
  summary: 'End a question about the past',
  role: 'responder',
  params: uuidId,
  response: historyQueryRow,
  handler: ({ context, params }) => cancelHistory(context, params),
})

export const listHistoryRecordsRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/history-queries/{id}/records',
  summary: 'What a question about the past found, the newest first; secrets are masked, kept for seven days',
  role: 'viewer',
  params: uuidId,
  query: historyRecordsQuery,
  response: historyRecordList,
  handler: ({ context, params, query }) => listHistoryRecords(context, { ...params, ...query }),
})
