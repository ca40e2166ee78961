import { toHandler } from '#server/http/route.ts'
import { getMapRoute } from '#server/http/routes/map.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(getMapRoute)
