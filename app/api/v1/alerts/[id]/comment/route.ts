import { toHandler } from '#server/http/route.ts'
import { commentAlertRoute } from '#server/http/routes/alerts.ts'

export const dynamic = 'force-dynamic'
export const POST = toHandler(commentAlertRoute)
