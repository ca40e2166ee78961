import { toHandler } from '#server/http/route.ts'
import { listFunctionCostsRoute } from '#server/http/routes/cost.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(listFunctionCostsRoute)
