import { type CsvColumn, csvResponse } from '#server/http/csv.ts'
import { defineRoute } from '#server/http/route.ts'
import { compareResource } from '#server/services/history/compare-resource.ts'
import { listEstateChanges } from '#server/services/history/list-estate-changes.ts'
import { listResourceHistory } from '#server/services/history/list-resource-history.ts'
import {
  compareQuery,
  comparison,
  type EstateChange,
  estateChangeList,
  historyQuery,
  listEstateChangesQuery,
  resourceHistory,
} from '#server/services/history/schema.ts'
import { allPages } from './all-pages.ts'
import { numberId } from './params.ts'

const COLUMNS: CsvColumn<EstateChange>[] = [
  { title: 'Change', value: (row) => row.change },
  { title: 'Kind', value: (row) => row.kind },
  { title: 'Name', value: (row) => row.name },
  { title: 'ARN', value: (row) => row.arn },
  { title: 'Account', value: (row) => row.accountId },
  { title: 'Account name', value: (row) => row.accountName },
  { title: 'Region', value: (row) => row.region },
  { title: 'At', value: (row) => row.at },
  { title: 'Versions', value: (row) => row.versions },
  { title: 'Fields', value: (row) => row.fields.join(', ') },
  { title: 'By', value: (row) => row.actors.join(', ') },
]

export const listEstateChangesRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/changes',
  summary: 'What was new, changed and gone in the range; format=csv gives all that match',
  role: 'viewer',
  query: listEstateChangesQuery,
  response: estateChangeList,
  also: 'text/csv',
  handler: async ({ context, query }) => {
    if (query.format === 'json') return listEstateChanges(context, query)
    return csvResponse(
      'changes.csv',
      COLUMNS,
      await allPages((page) => listEstateChanges(context, { ...query, ...page })),
    )
  },
})

export const listResourceHistoryRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/resources/{id}/versions',
  summary: 'The timeline of a function, role, trigger source or any other resource',
  role: 'viewer',
  params: numberId,
  query: historyQuery,
  response: resourceHistory,
  handler: ({ context, params, query }) => listResourceHistory(context, { ...query, ...params }),
})

export const compareResourceRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/resources/{id}/compare',
  summary: 'What differs in a resource between two times',
  role: 'viewer',
  params: numberId,
  query: compareQuery,
  response: comparison,
  handler: ({ context, params, query }) => compareResource(context, { ...query, ...params }),
})
