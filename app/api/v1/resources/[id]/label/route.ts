import { toHandler } from '#server/http/route.ts'
import { getLabelRoute, setLabelRoute } from '#server/http/routes/accounts.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(getLabelRoute)
export const PATCH = toHandler(setLabelRoute)
