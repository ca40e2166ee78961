import { toHandler } from '#server/http/route.ts'
import { getAlertRoute } from '#server/http/routes/alerts.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(getAlertRoute)
