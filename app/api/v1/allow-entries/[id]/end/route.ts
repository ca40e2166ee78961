import { toHandler } from '#server/http/route.ts'
import { endAllowEntryRoute } from '#server/http/routes/allow-entries.ts'

export const dynamic = 'force-dynamic'
export const POST = toHandler(endAllowEntryRoute)
