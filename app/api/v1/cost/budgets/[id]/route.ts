import { toHandler } from '#server/http/route.ts'
import { deleteBudgetRoute } from '#server/http/routes/cost.ts'

export const dynamic = 'force-dynamic'
export const DELETE = toHandler(deleteBudgetRoute)
