import { toHandler } from '#server/http/route.ts'
import { getTagKeysRoute, setTagKeysRoute } from '#server/http/routes/accounts.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(getTagKeysRoute)
export const PATCH = toHandler(setTagKeysRoute)
