import { toHandler } from '#server/http/route.ts'
import { listHistoryRecordsRoute } from '#server/http/routes/history-queries.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(listHistoryRecordsRoute)
