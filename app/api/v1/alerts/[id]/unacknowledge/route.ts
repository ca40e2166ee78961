import { toHandler } from '#server/http/route.ts'
import { unacknowledgeAlertRoute } from '#server/http/routes/alerts.ts'

export const dynamic = 'force-dynamic'
export const POST = toHandler(unacknowledgeAlertRoute)
