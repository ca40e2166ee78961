import { toHandler } from '#server/http/route.ts'
import { getCoverageRoute } from '#server/http/routes/general.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(getCoverageRoute)
