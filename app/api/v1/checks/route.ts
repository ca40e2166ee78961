import { toHandler } from '#server/http/route.ts'
import { listChecksRoute } from '#server/http/routes/posture.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(listChecksRoute)
