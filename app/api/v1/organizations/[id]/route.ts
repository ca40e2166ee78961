import { toHandler } from '#server/http/route.ts'
import { removeOrganizationRoute } from '#server/http/routes/accounts.ts'

export const dynamic = 'force-dynamic'
export const DELETE = toHandler(removeOrganizationRoute)
