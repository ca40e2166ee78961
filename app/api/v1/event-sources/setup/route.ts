import { toHandler } from '#server/http/route.ts'
import { getSourceSetupRoute } from '#server/http/routes/event-sources.ts'

export const dynamic = 'force-dynamic'
export const POST = toHandler(getSourceSetupRoute)
