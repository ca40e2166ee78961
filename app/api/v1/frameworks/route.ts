import { toHandler } from '#server/http/route.ts'
import { listFrameworksRoute } from '#server/http/routes/posture.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(listFrameworksRoute)
