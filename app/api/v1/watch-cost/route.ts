import { toHandler } from '#server/http/route.ts'
import { getWatchCostRoute } from '#server/http/routes/watch-cost.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(getWatchCostRoute)
