import { toHandler } from '#server/http/route.ts'
import { listRolesRoute } from '#server/http/routes/roles.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(listRolesRoute)
