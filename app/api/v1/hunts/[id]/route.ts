import { toHandler } from '#server/http/route.ts'
import { deleteHuntRoute } from '#server/http/routes/hunts.ts'

export const dynamic = 'force-dynamic'
export const DELETE = toHandler(deleteHuntRoute)
