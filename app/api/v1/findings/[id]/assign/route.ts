import { toHandler } from '#server/http/route.ts'
import { assignFindingRoute } from '#server/http/routes/findings.ts'

export const dynamic = 'force-dynamic'
export const POST = toHandler(assignFindingRoute)
