import { toHandler } from '#server/http/route.ts'
import { getFunctionMetricsRoute } from '#server/http/routes/functions.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(getFunctionMetricsRoute)
