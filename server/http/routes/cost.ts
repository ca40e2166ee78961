import { type CsvColumn, csvResponse } from '#server/http/csv.ts'
import { defineRoute } from '#server/http/route.ts'
import { deleteBudget, saveBudget, setCostAccount } from '#server/services/cost/cost-accounts.ts'
import { listFunctionCosts } from '#server/services/cost/function-costs.ts'
import { getCost } from '#server/services/cost/get-cost.ts'
import { getFunctionCost } from '#server/services/cost/get-function-cost.ts'
import {
  budgetRow,
  type CostRow,
  costAccount,
  costAccountId,
  costFunctions,
  costFunctionsQuery,
  costOverview,
  costQuery,
  functionCost,
  saveBudgetInput,
  setCostAccountInput,
} from '#server/services/cost/schema.ts'
import { allPages } from './all-pages.ts'
import { numberId, uuidId } from './params.ts'

const COLUMNS: CsvColumn<CostRow>[] = [
  { title: 'Function', value: (row) => row.name },
  { title: 'Account', value: (row) => row.accountId },
  { title: 'Account name', value: (row) => row.accountName },
  { title: 'Region', value: (row) => row.region },
  { title: 'Owner', value: (row) => row.owner },
  { title: 'Trigger', value: (row) => row.trigger },
  { title: 'USD', value: (row) => row.usd },
  { title: 'Not known for want of', value: (row) => row.gap },
  { title: 'Share in percent', value: (row) => row.sharePercent },
  { title: 'USD last week', value: (row) => row.lastWeekUsd },
  { title: 'USD week before', value: (row) => row.weekBeforeUsd },
  { title: 'Requests', value: (row) => row.requests },
  { title: 'GB-seconds', value: (row) => row.gbSeconds },
  { title: 'Memory in MB', value: (row) => row.memoryMb },
  { title: 'Architecture', value: (row) => row.architecture },
  { title: 'USD less on Arm', value: (row) => row.armSavingUsd },
  { title: 'USD wasted', value: (row) => row.wasteUsd },
]

export const getCostRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/cost',
  summary:
    'What Lambda costs in a month at list prices: by day and group, forecast, budgets, movers, waste, and the bill beside it',
  role: 'viewer',
  query: costQuery,
  response: costOverview,
  handler: ({ context, query }) => getCost(context, query),
})

export const listFunctionCostsRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/cost/functions',
  summary: 'Functions by what they cost in a month; format=csv gives all that match',
  role: 'viewer',
  query: costFunctionsQuery,
  response: costFunctions,
  also: 'text/csv',
  handler: async ({ context, query }) => {
    if (query.format === 'json') return listFunctionCosts(context, query)
    const rows = await allPages((page) => listFunctionCosts(context, { ...query, ...page }))
    return csvResponse('function-costs.csv', COLUMNS, rows)
  },
})

export const getFunctionCostRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/functions/{id}/cost',
  summary: 'What one function costs: the last day, thirty days, and the month with its forecast',
  role: 'viewer',
  params: numberId,
  response: functionCost,
  handler: ({ context, params }) => getFunctionCost(context, params),
})

export const saveBudgetRoute = defineRoute({
  method: 'POST',
  path: '/api/v1/cost/budgets',
  summary:
    'Set what Lambda may cost an account, an owner or a function in a month; one that is there is replaced',
  role: 'admin',
  body: saveBudgetInput,
  response: budgetRow,
  status: 201,
  handler: ({ context, body }) => saveBudget(context, body),
})

export const deleteBudgetRoute = defineRoute({
  method: 'DELETE',
  path: '/api/v1/cost/budgets/{id}',
  summary: 'Delete a budget',
  role: 'admin',
  params: uuidId,
  response: null,
  handler: ({ context, params }) => deleteBudget(context, params),
})

export const setCostAccountRoute = defineRoute({
  method: 'PATCH',
  path: '/api/v1/cost/accounts/{id}',
  summary:
    'Switch Cost Explorer and the free tier of an account; a call of Cost Explorer costs 0.01 USD, one a day',
  role: 'admin',
  params: costAccountId,
  body: setCostAccountInput,
  response: costAccount,
  handler: ({ context, params, body }) => setCostAccount(context, { ...params, ...body }),
})
