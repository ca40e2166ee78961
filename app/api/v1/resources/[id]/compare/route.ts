import { toHandler } from '#server/http/route.ts'
import { compareResourceRoute } from '#server/http/routes/history.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(compareResourceRoute)
