import { toHandler } from '#server/http/route.ts'
import { createEventSourceRoute, listEventSourcesRoute } from '#server/http/routes/event-sources.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(listEventSourcesRoute)
export const POST = toHandler(createEventSourceRoute)
