import { z } from 'zod'
import { COST_GAPS, COST_GROUPS, COST_SORTS } from '#server/domain/money/cost-view.ts'
import { isoTime, pageQuery, scopeQuery } from '#server/services/scope.schema.ts'

const month = z
  .string()
  .regex(/^20\d\d-(0[1-9]|1[0-2])$/, 'A month is written as 2026-11.')
  .optional()
  .meta({ description: 'A UTC month such as 2026-11; this one where left out' })

/** What narrows costs besides the scope. The scope's time range is not looked at: costs go by month. */
const narrowing = {
  month,
  owner: z.string().max(200).optional().meta({ description: '`none`: those that nobody owns' }),
  trigger: z.string().max(40).optional().meta({
    description: 'Kind of the only trigger; `several` and `none` are kinds too',
  }),
  q: z.string().max(200).optional().meta({ description: 'Part of the function’s name' }),
}

export const costQuery = scopeQuery.extend({ ...narrowing, group: z.enum(COST_GROUPS).default('function') })
export type CostQuery = z.infer<typeof costQuery>

export const costFunctionsQuery = scopeQuery.extend({
  ...narrowing,
  ...pageQuery.shape,
  sort: z.enum(COST_SORTS).default('usd'),
  order: z.enum(['asc', 'desc']).default('desc'),
  format: z.enum(['json', 'csv']).default('json'),
})
export type CostFunctionsQuery = z.infer<typeof costFunctionsQuery>

export const forecast = z.object({ usd: z.number(), lowUsd: z.number(), highUsd: z.number() })

export const costRow = z.object({
  /** Id of the function; null where it was never listed. */
  id: z.number().int().nullable(),
  name: z.string(),
  accountId: z.string(),
  accountName: z.string(),
  region: z.string(),
  owner: z.string().nullable(),
  trigger: z.string(),
  /** USD of the month at list prices; null where it is not known, for the reason in `gap`. */
  usd: z.number().nullable(),
  gap: z.enum(COST_GAPS).nullable(),
  /** 0 to 100 of what is known of all that match. */
  sharePercent: z.number().nullable(),
  lastWeekUsd: z.number().nullable().meta({ description: 'The last seven whole days' }),
  weekBeforeUsd: z.number().nullable(),
  requests: z.number(),
  gbSeconds: z.number().nullable(),
  memoryMb: z.number().nullable(),
  architecture: z.string().nullable(),
  armSavingUsd: z.number().nullable(),
  wasteUsd: z.number().nullable().meta({ description: 'Errors paid for and provisioned concurrency unused' }),
})
export type CostRow = z.infer<typeof costRow>

export const costFunctions = z.object({
  items: z.array(costRow),
  total: z.number().int(),
  page: z.number().int(),
  pageSize: z.number().int(),
})
export type CostFunctions = z.infer<typeof costFunctions>

export const budgetRow = z.object({
  id: z.uuid(),
  accountId: z.string(),
  scope: z.enum(['account', 'owner', 'function']),
  name: z.string(),
  monthlyUsd: z.number(),
  updatedBy: z.string(),
  updatedAt: isoTime,
})
export type BudgetRow = z.infer<typeof budgetRow>

export const saveBudgetInput = z
  .object({
    accountId: z.string().regex(/^\d{12}$/, 'An account has twelve digits.'),
    scope: z.enum(['account', 'owner', 'function']).default('account'),
    name: z.string().trim().max(200).default('').meta({ description: 'The owner or function' }),
    monthlyUsd: z.number().positive().max(100_000_000),
  })
  .refine(({ scope, name }) => (scope === 'account') === (name === ''), {
    message: 'A budget of an owner or function names it; one of an account names nothing.',
    path: ['name'],
  })
export type SaveBudgetInput = z.infer<typeof saveBudgetInput>

export const costAccountId = z.object({ id: z.string().regex(/^\d{12}$/) })
export const setCostAccountInput = z.object({
  costExplorer: z.boolean().optional().meta({ description: 'Ask Cost Explorer; a call costs 0.01 USD' }),
  freeTier: z.boolean().optional().meta({ description: 'The free tier is this account’s alone' }),
})
export type SetCostAccountInput = z.infer<typeof setCostAccountInput>

export const costAccount = z.object({
  id: z.string(),
  name: z.string(),
  costExplorer: z.boolean(),
  freeTier: z.boolean(),
})
export type CostAccountRow = z.infer<typeof costAccount>

export const reconciledDay = z.object({
  day: z.string(),
  ownUsd: z.number().nullable(),
  billedUsd: z.number().nullable(),
  otherCurrency: z.object({ currency: z.string(), amount: z.number() }).nullable(),
  chargesUsd: z.number().nullable(),
  differenceUsd: z.number().nullable(),
  reasons: z.array(z.string()),
})

export const costOverview = z.object({
  month: z.string(),
  /** When costs were last worked out; null: not yet. */
  derivedAt: isoTime.nullable(),
  toDateUsd: z.number().nullable(),
  knownFrom: z.string().nullable().meta({ description: 'First day of the month that is known' }),
  missingDays: z.number().int(),
  forecast: forecast.nullable(),
  /** What the free tier takes off, where it was said to be the account's own. */
  freeTierUsd: z.number(),
  today: z
    .object({ usd: z.number(), usualUsd: z.number().nullable() })
    .nullable()
    .meta({ description: 'Today so far, and what today costs in all if it is as usual' }),
  budgetUsd: z.number().nullable().meta({ description: 'Of the accounts in scope, where each has one' }),
  unpriced: z.object({ functions: z.number().int(), regions: z.array(z.string()), unread: z.number().int() }),
  group: z.enum(COST_GROUPS),
  groups: z.array(z.object({ key: z.string(), label: z.string(), usd: z.number() })),
  days: z.array(
    z.object({
      day: z.string(),
      usd: z.number().nullable(),
      byGroup: z.array(z.number()),
      forecastUsd: z.number().nullable(),
    }),
  ),
  movers: z.array(costRow),
  waste: z.object({
    errorsUsd: z.number(),
    timeoutsUsd: z.number(),
    retriesUsd: z.number(),
    unusedUsd: z.number(),
    armSavingUsd: z.number(),
  }),
  reconciliation: z.array(
    z.object({
      accountId: z.string(),
      accountName: z.string(),
      state: z.enum(['off', 'waiting', 'ok', 'denied', 'failed']),
      days: z.array(reconciledDay),
    }),
  ),
  budgets: z.array(budgetRow),
  accounts: z.array(costAccount),
  prices: z.object({ date: z.string(), source: z.string() }),
  notCounted: z.array(z.string()),
})
export type CostOverview = z.infer<typeof costOverview>

export const functionCost = z.object({
  /** null: not known, for the reason in `gap`, or not worked out yet. */
  last24hUsd: z.number().nullable(),
  last30dUsd: z.number().nullable(),
  knownDays: z.number().int().meta({ description: 'Of the last thirty' }),
  month: z.object({ toDateUsd: z.number(), forecast: forecast.nullable() }).nullable(),
  gap: z.string().nullable(),
  requests: z.number(),
  armSavingUsd: z.number().nullable(),
  errorsUsd: z.number().nullable(),
  unusedUsd: z.number().nullable(),
  days: z.array(z.object({ day: z.string(), usd: z.number().nullable() })),
})
export type FunctionCost = z.infer<typeof functionCost>
