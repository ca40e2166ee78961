import { toHandler } from '#server/http/route.ts'
import { liveStreamRoute } from '#server/http/routes/live.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(liveStreamRoute)
