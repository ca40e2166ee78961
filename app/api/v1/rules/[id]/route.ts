import { toHandler } from '#server/http/route.ts'
import { deleteRuleRoute, switchRuleRoute } from '#server/http/routes/rules.ts'

export const dynamic = 'force-dynamic'
export const PATCH = toHandler(switchRuleRoute)
export const DELETE = toHandler(deleteRuleRoute)
