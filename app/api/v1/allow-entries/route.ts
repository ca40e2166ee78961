import { toHandler } from '#server/http/route.ts'
import { createAllowEntryRoute, listAllowEntriesRoute } from '#server/http/routes/allow-entries.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(listAllowEntriesRoute)
export const POST = toHandler(createAllowEntryRoute)
