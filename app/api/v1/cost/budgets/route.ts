import { toHandler } from '#server/http/route.ts'
import { saveBudgetRoute } from '#server/http/routes/cost.ts'

export const dynamic = 'force-dynamic'
export const POST = toHandler(saveBudgetRoute)
