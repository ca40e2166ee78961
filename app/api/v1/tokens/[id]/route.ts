import { toHandler } from '#server/http/route.ts'
import { revokeTokenRoute } from '#server/http/routes/settings.ts'

export const dynamic = 'force-dynamic'
export const DELETE = toHandler(revokeTokenRoute)
