import { z } from 'zod'
import { type CsvColumn, csvStream, jsonLinesStream } from '#server/http/csv.ts'
import { defineRoute } from '#server/http/route.ts'
import { exportEventRows, exportRecords } from '#server/services/events/export-events.ts'
import { getEvent } from '#server/services/events/get-event.ts'
import { getEventChain } from '#server/services/events/get-event-chain.ts'
import { getEventHistogram } from '#server/services/events/get-event-histogram.ts'
import { listEvents } from '#server/services/events/list-events.ts'
import {
  type EventRow,
  eventChain,
  eventDetail,
  eventFilter,
  eventHistogram,
  eventList,
  listEventsQuery,
} from '#server/services/events/schema.ts'
import { textId } from './params.ts'

const COLUMNS: CsvColumn<EventRow>[] = [
  { title: 'Time (UTC)', value: (row) => row.at },
  { title: 'Account', value: (row) => row.accountId },
  { title: 'Region', value: (row) => row.region },
  { title: 'Source', value: (row) => row.source },
  { title: 'Event', value: (row) => row.name },
  { title: 'Event as recorded', value: (row) => row.rawName },
  { title: 'Read only', value: (row) => (row.readOnly === null ? 'unknown' : row.readOnly) },
  { title: 'Actor', value: (row) => row.actorName },
  { title: 'Actor ARN', value: (row) => row.actorArn },
  { title: 'Actor type', value: (row) => row.actorType },
  { title: 'Tool', value: (row) => row.tool },
  { title: 'Source address', value: (row) => row.sourceIp },
  { title: 'User agent', value: (row) => row.userAgent },
  { title: 'Function', value: (row) => row.functionName },
  { title: 'Error', value: (row) => row.errorCode },
  { title: 'Error message', value: (row) => row.errorMessage },
  { title: 'Resources', value: (row) => row.resources.join(' ') },
  { title: 'Event id', value: (row) => row.id },
]

export const listEventsRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/events',
  summary:
    'CloudTrail events, newest first, with facets; format=csv gives the newest 20,000 that match, format=jsonl their records, one a line',
  role: 'viewer',
  query: listEventsQuery.extend({ format: z.enum(['json', 'csv', 'jsonl']).default('json') }),
  response: eventList,
  also: ['text/csv', 'application/x-ndjson'],
  handler: async ({ context, query: { format, ...query } }) => {
    if (format === 'csv') return csvStream('events.csv', COLUMNS, exportEventRows(context, query))
    if (format === 'jsonl') return jsonLinesStream('events.jsonl', exportRecords(context, query))
    return listEvents(context, query)
  },
})

export const getEventHistogramRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/events/histogram',
  summary: 'How many events happened when, under the filters of the list',
  role: 'viewer',
  query: eventFilter,
  response: eventHistogram,
  handler: ({ context, query }) => getEventHistogram(context, query),
})

export const getEventRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/events/{id}',
  summary: 'One event with its raw record',
  role: 'viewer',
  params: textId,
  response: eventDetail,
  handler: ({ context, params }) => getEvent(context, params),
})

export const getEventChainRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/events/{id}/chain',
  summary: 'The way from an event back to the login that began its session, and what else the session did',
  role: 'viewer',
  params: textId,
  response: eventChain,
  handler: ({ context, params }) => getEventChain(context, params),
})
