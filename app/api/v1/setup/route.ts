import { toHandler } from '#server/http/route.ts'
import { setUpRoute } from '#server/http/routes/general.ts'

export const dynamic = 'force-dynamic'
export const POST = toHandler(setUpRoute)
