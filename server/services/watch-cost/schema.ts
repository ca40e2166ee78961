import { z } from 'zod'
import { isoTime } from '#server/services/scope.schema.ts'

const slowed = z.object({
  region: z.string(),
  group: z.enum(['account', 'core', 'rare']),
  activity: z.enum(['troubled', 'active', 'quiet', 'idle']).nullable(),
  functions: z.number().int(),
  wantedS: z.number().meta({ description: 'Seconds between two questions if money did not matter' }),
  slowestS: z
    .number()
    .meta({ description: 'Seconds between two questions of the slowest; 0: asked no more' }),
})

const feed = z.object({
  region: z.string(),
  /** Whether the minutes still come. */
  live: z.boolean(),
  functions: z.boolean().meta({
    description:
      'Whether it brings invocations, errors, throttles and durations of functions, which are then not polled',
  }),
  newestAt: isoTime,
  points: z.number(),
})

const past = z.object({
  region: z.string(),
  functions: z.number().int().meta({ description: 'Functions whose last 14 days were fetched by the hour' }),
  functionsTotal: z.number().int(),
  fiveMinutesFrom: isoTime.nullable().meta({ description: 'From when on all have points of five minutes' }),
  fiveMinutesPercent: z.number().int(),
  /** Why no more five minutes are fetched; null while they are, or when all are. */
  fiveMinutesStopped: z.string().nullable(),
})

const watchedAccount = z.object({
  accountId: z.string(),
  accountName: z.string(),
  enabled: z.boolean(),
  budgetUsd: z.number(),
  /** Nobody set a budget for this account. */
  isUsual: z.boolean(),
  setBy: z.string().nullable(),
  spentUsd: z.number().meta({ description: 'Since the month began, UTC' }),
  forecastUsd: z
    .number()
    .nullable()
    .meta({ description: 'By the end of the month; null before the first plan' }),
  wantedUsdPerMonth: z.number().nullable().meta({ description: 'If money did not matter, by 30 days' }),
  functions: z.object({ troubled: z.number(), active: z.number(), quiet: z.number(), idle: z.number() }),
  slowed: z.array(slowed),
  feeds: z.array(feed),
  past: z.array(past),
  /** How far the worker's clock was ahead of AWS's, where that mattered. */
  clockSkewMs: z.number().nullable(),
})
export type WatchedAccountCost = z.infer<typeof watchedAccount>

export const watchCost = z.object({
  from: isoTime,
  to: isoTime,
  usualBudgetUsd: z.number(),
  accounts: z.array(watchedAccount),
  days: z.array(z.object({ day: z.iso.date(), calls: z.number(), costUsd: z.number() })),
  byCollector: z.array(
    z.object({
      collector: z.string(),
      title: z.string(),
      calls: z.number(),
      throttles: z.number(),
      costUsd: z.number(),
    }),
  ),
})
export type WatchCost = z.infer<typeof watchCost>

export const setWatchBudgetInput = z.object({
  monthUsd: z
    .number()
    .min(0)
    .max(100_000)
    .nullable()
    .meta({ description: 'USD a month, UTC; null for the usual budget' }),
})
export type SetWatchBudgetInput = z.infer<typeof setWatchBudgetInput>
