import { toHandler } from '#server/http/route.ts'
import { setCostAccountRoute } from '#server/http/routes/cost.ts'

export const dynamic = 'force-dynamic'
export const PATCH = toHandler(setCostAccountRoute)
