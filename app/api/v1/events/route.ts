import { toHandler } from '#server/http/route.ts'
import { listEventsRoute } from '#server/http/routes/events.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(listEventsRoute)
