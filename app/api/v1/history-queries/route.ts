import { toHandler } from '#server/http/route.ts'
import { askHistoryRoute, listHistoryQueriesRoute } from '#server/http/routes/history-queries.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(listHistoryQueriesRoute)
export const POST = toHandler(askHistoryRoute)
