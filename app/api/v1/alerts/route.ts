import { toHandler } from '#server/http/route.ts'
import { listAlertsRoute } from '#server/http/routes/alerts.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(listAlertsRoute)
