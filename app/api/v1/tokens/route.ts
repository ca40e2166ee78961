import { toHandler } from '#server/http/route.ts'
import { createTokenRoute, listTokensRoute } from '#server/http/routes/settings.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(listTokensRoute)
export const POST = toHandler(createTokenRoute)
