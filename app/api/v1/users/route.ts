import { toHandler } from '#server/http/route.ts'
import { createUserRoute, listUsersRoute } from '#server/http/routes/settings.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(listUsersRoute)
export const POST = toHandler(createUserRoute)
