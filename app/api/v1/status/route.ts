import { toHandler } from '#server/http/route.ts'
import { getStatusRoute } from '#server/http/routes/general.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(getStatusRoute)
