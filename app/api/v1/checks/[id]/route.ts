import { toHandler } from '#server/http/route.ts'
import { configureCheckRoute, getCheckRoute } from '#server/http/routes/posture.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(getCheckRoute)
export const PATCH = toHandler(configureCheckRoute)
