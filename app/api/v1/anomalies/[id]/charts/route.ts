import { toHandler } from '#server/http/route.ts'
import { getIncidentChartsRoute } from '#server/http/routes/incident-charts.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(getIncidentChartsRoute)
