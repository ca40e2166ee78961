import { toHandler } from '#server/http/route.ts'
import { cancelHistoryRoute } from '#server/http/routes/history-queries.ts'

export const dynamic = 'force-dynamic'
export const POST = toHandler(cancelHistoryRoute)
