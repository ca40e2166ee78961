import { toHandler } from '#server/http/route.ts'
import { updateUserRoute } from '#server/http/routes/settings.ts'

export const dynamic = 'force-dynamic'
export const PATCH = toHandler(updateUserRoute)
