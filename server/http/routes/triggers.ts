import { type CsvColumn, csvResponse } from '#server/http/csv.ts'
import { defineRoute } from '#server/http/route.ts'
import { getTrigger } from '#server/services/triggers/get-trigger.ts'
import { listTriggers } from '#server/services/triggers/list-triggers.ts'
import {
  listTriggersQuery,
  type TriggerRow,
  triggerDetail,
  triggerList,
} from '#server/services/triggers/schema.ts'
import { allPages } from './all-pages.ts'
import { numberId } from './params.ts'

const COLUMNS: CsvColumn<TriggerRow>[] = [
  { title: 'Kind', value: (row) => row.kind },
  { title: 'Source', value: (row) => row.source },
  { title: 'Source name', value: (row) => row.sourceName },
  { title: 'Detail', value: (row) => row.detail },
  { title: 'Function', value: (row) => row.functionName },
  { title: 'Function ARN', value: (row) => row.functionArn },
  { title: 'Qualifier', value: (row) => row.qualifier },
  { title: 'Account', value: (row) => row.accountId },
  { title: 'Account name', value: (row) => row.accountName },
  { title: 'Region', value: (row) => row.region },
  { title: 'Invocation', value: (row) => row.invocation },
  { title: 'Sides seen', value: (row) => row.sides },
  { title: 'Live', value: (row) => (row.live === null ? 'unknown' : row.live) },
  { title: 'Why', value: (row) => row.liveReason },
  { title: 'Failures via', value: (row) => row.failuresVia },
  { title: 'Failures to', value: (row) => row.failuresTo },
  { title: 'Audience', value: (row) => row.audience },
  { title: 'First seen', value: (row) => row.firstSeenAt },
  { title: 'Gone', value: (row) => row.goneAt },
]

export const listTriggersRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/triggers',
  summary: 'Every way by which functions are invoked, with facets; format=csv gives all that match',
  role: 'viewer',
  query: listTriggersQuery,
  response: triggerList,
  also: 'text/csv',
  handler: async ({ context, query }) => {
    if (query.format === 'json') return listTriggers(context, query)
    return csvResponse(
      'triggers.csv',
      COLUMNS,
      await allPages((page) => listTriggers(context, { ...query, ...page })),
    )
  },
})

export const getTriggerRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/triggers/{id}',
  summary: 'One trigger with the evidence of both sides and its source',
  role: 'viewer',
  params: numberId,
  response: triggerDetail,
  handler: ({ context, params }) => getTrigger(context, params),
})
