import { toHandler } from '#server/http/route.ts'
import { updateAccountRoute } from '#server/http/routes/accounts.ts'

export const dynamic = 'force-dynamic'
export const PATCH = toHandler(updateAccountRoute)
