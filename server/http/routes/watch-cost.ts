import { defineRoute } from '#server/http/route.ts'
import { getWatchCost } from '#server/services/watch-cost/get-watch-cost.ts'
import { setWatchBudgetInput, watchCost } from '#server/services/watch-cost/schema.ts'
import { setWatchBudget } from '#server/services/watch-cost/set-watch-budget.ts'
import { textId } from './params.ts'

export const getWatchCostRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/watch-cost',
  summary:
    'What Sightline’s own calls to AWS cost this month, each account’s budget, and what was slowed to keep it',
  role: 'viewer',
  response: watchCost,
  handler: ({ context }) => getWatchCost(context),
})

export const setWatchBudgetRoute = defineRoute({
  method: 'PATCH',
  path: '/api/v1/watch-cost/{id}',
  summary: 'Set what watching an account may cost a month; null for the usual budget',
  role: 'admin',
  params: textId,
  body: setWatchBudgetInput,
  response: watchCost.shape.accounts.element,
  handler: ({ context, params, body }) => setWatchBudget(context, { ...body, ...params }),
})
