import { toHandler } from '#server/http/route.ts'
import { getEventChainRoute } from '#server/http/routes/events.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(getEventChainRoute)
