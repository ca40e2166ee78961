import { toHandler } from '#server/http/route.ts'
import { listRulesRoute, saveRuleRoute } from '#server/http/routes/rules.ts'

export const dynamic = 'force-dynamic'
export const GET = toHandler(listRulesRoute)
export const POST = toHandler(saveRuleRoute)
