import { toHandler } from '#server/http/route.ts'
import { listHuntsRoute, saveHuntRoute } from '#server/http/routes/hunts.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(listHuntsRoute)
export const POST = toHandler(saveHuntRoute)
