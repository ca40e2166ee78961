import { toHandler } from '#server/http/route.ts'
import { planHistoryRoute } from '#server/http/routes/history-queries.ts'

export const dynamic = 'force-dynamic'
export const POST = toHandler(planHistoryRoute)
