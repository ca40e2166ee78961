import { toHandler } from '#server/http/route.ts'
import { getEventRoute } from '#server/http/routes/events.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(getEventRoute)
