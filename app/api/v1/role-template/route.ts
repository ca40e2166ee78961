import { toHandler } from '#server/http/route.ts'
import { getRoleTemplateRoute } from '#server/http/routes/accounts.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(getRoleTemplateRoute)
