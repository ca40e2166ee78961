import { toHandler } from '#server/http/route.ts'
import { listEstateChangesRoute } from '#server/http/routes/history.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(listEstateChangesRoute)
