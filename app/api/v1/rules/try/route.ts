import { toHandler } from '#server/http/route.ts'
import { tryRuleRoute } from '#server/http/routes/rules.ts'

export const dynamic = 'force-dynamic'
export const POST = toHandler(tryRuleRoute)
