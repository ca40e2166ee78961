import { toHandler } from '#server/http/route.ts'
import { deleteEventSourceRoute, updateEventSourceRoute } from '#server/http/routes/event-sources.ts'

export const dynamic = 'force-dynamic'
export const PATCH = toHandler(updateEventSourceRoute)
export const DELETE = toHandler(deleteEventSourceRoute)
