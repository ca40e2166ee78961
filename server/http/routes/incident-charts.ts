import { defineRoute } from '#server/http/route.ts'
import { incidentCharts } from '#server/services/anomalies/charts.schema.ts'
import { getIncidentCharts } from '#server/services/anomalies/get-incident-charts.ts'
import { uuidId } from './params.ts'

export const getIncidentChartsRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/anomalies/{id}/charts',
  summary: 'The series of an incident around its time, with what is usual and what changed',
  role: 'viewer',
  params: uuidId,
  response: incidentCharts,
  handler: ({ context, params }) => getIncidentCharts(context, params),
})
