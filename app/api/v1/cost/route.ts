import { toHandler } from '#server/http/route.ts'
import { getCostRoute } from '#server/http/routes/cost.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(getCostRoute)
