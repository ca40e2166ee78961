import { toHandler } from '#server/http/route.ts'
import { commentFindingRoute } from '#server/http/routes/findings.ts'

export const dynamic = 'force-dynamic'
export const POST = toHandler(commentFindingRoute)
