import { defineRoute } from '#server/http/route.ts'
import { listAnomalies } from '#server/services/anomalies/list-anomalies.ts'
import { anomalyList, listAnomaliesQuery } from '#server/services/anomalies/schema.ts'

export const listAnomaliesRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/anomalies',
  summary: 'Incidents of unusual metrics with their anomalies, likely origins and what came of them',
  role: 'viewer',
  query: listAnomaliesQuery,
  response: anomalyList,
  handler: ({ context, query }) => listAnomalies(context, query),
})
