import { toHandler } from '#server/http/route.ts'
import { deleteCanaryRoute } from '#server/http/routes/canaries.ts'

export const dynamic = 'force-dynamic'
export const DELETE = toHandler(deleteCanaryRoute)
