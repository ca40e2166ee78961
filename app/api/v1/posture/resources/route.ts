import { toHandler } from '#server/http/route.ts'
import { listResourcePostureRoute } from '#server/http/routes/posture.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(listResourcePostureRoute)
