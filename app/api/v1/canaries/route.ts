import { toHandler } from '#server/http/route.ts'
import { createCanaryRoute, listCanariesRoute } from '#server/http/routes/canaries.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(listCanariesRoute)
export const POST = toHandler(createCanaryRoute)
