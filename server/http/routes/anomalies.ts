import { z } from 'zod'
import { type CsvColumn, csvResponse } from '#server/http/csv.ts'
import { defineRoute } from '#server/http/route.ts'
import { listAnomalies } from '#server/services/anomalies/list-anomalies.ts'
import { anomalyList, type IncidentRow, listAnomaliesQuery } from '#server/services/anomalies/schema.ts'
import { allPages } from './all-pages.ts'

const COLUMNS: CsvColumn<IncidentRow>[] = [
  { title: 'Severity', value: (row) => row.severity },
  { title: 'Incident', value: (row) => row.title },
  { title: 'Impact', value: (row) => row.impact },
  { title: 'Likely origin', value: (row) => row.origin.text },
  { title: 'What came of it', value: (row) => row.handling },
  { title: 'Account', value: (row) => row.accountId },
  { title: 'Region', value: (row) => row.region },
  { title: 'Functions', value: (row) => row.functions.join(' ') },
  { title: 'Started', value: (row) => row.startedAt },
  { title: 'Last seen', value: (row) => row.lastSeenAt },
  { title: 'Ended', value: (row) => row.endedAt },
  { title: 'Anomalies', value: (row) => row.anomalyCount },
  { title: 'Most unusual', value: (row) => row.anomalies[0]?.explanation },
  { title: 'Id', value: (row) => row.id },
]

export const listAnomaliesRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/anomalies',
  summary:
    'Incidents of unusual metrics with their anomalies, likely origins and what came of them; format=csv gives all that match',
  role: 'viewer',
  query: listAnomaliesQuery.extend({ format: z.enum(['json', 'csv']).default('json') }),
  response: anomalyList,
  also: 'text/csv',
  handler: async ({ context, query: { format, ...query } }) =>
    format === 'csv'
      ? csvResponse(
          'anomalies.csv',
          COLUMNS,
          await allPages((page) => listAnomalies(context, { ...query, ...page })),
        )
      : listAnomalies(context, query),
})
