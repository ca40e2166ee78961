import { toHandler } from '#server/http/route.ts'
import { addOrganizationRoute, listOrganizationsRoute } from '#server/http/routes/accounts.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(listOrganizationsRoute)
export const POST = toHandler(addOrganizationRoute)
