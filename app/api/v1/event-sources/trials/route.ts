import { toHandler } from '#server/http/route.ts'
import { requestSourceTrialRoute } from '#server/http/routes/event-sources.ts'

export const dynamic = 'force-dynamic'
export const POST = toHandler(requestSourceTrialRoute)
