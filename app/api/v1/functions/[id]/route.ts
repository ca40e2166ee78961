import { toHandler } from '#server/http/route.ts'
import { getFunctionRoute } from '#server/http/routes/functions.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(getFunctionRoute)
