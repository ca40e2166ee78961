import { toHandler } from '#server/http/route.ts'
import { getSourceTrialRoute } from '#server/http/routes/event-sources.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(getSourceTrialRoute)
