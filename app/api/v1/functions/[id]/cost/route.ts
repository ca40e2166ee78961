import { toHandler } from '#server/http/route.ts'
import { getFunctionCostRoute } from '#server/http/routes/cost.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(getFunctionCostRoute)
