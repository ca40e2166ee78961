import { toHandler } from '#server/http/route.ts'
import { setWatchBudgetRoute } from '#server/http/routes/watch-cost.ts'

export const dynamic = 'force-dynamic'
export const PATCH = toHandler(setWatchBudgetRoute)
