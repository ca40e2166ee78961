import { toHandler } from '#server/http/route.ts'
import { listResourceHistoryRoute } from '#server/http/routes/history.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(listResourceHistoryRoute)
