import { toHandler } from '#server/http/route.ts'
import { metricsRoute } from '#server/http/routes/operations.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(metricsRoute)
