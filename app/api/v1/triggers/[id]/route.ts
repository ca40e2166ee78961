import { toHandler } from '#server/http/route.ts'
import { getTriggerRoute } from '#server/http/routes/triggers.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(getTriggerRoute)
