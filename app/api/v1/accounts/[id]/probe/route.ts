import { toHandler } from '#server/http/route.ts'
import { getAccountProbeRoute, requestAccountProbeRoute } from '#server/http/routes/accounts.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(getAccountProbeRoute)
export const POST = toHandler(requestAccountProbeRoute)
