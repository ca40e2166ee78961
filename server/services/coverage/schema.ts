import { z } from 'zod'
import { isoTime } from '#server/services/scope.schema.ts'

export const collectorProblem = z.object({
  operation: z.string(),
  permission: z.string(),
  state: z.enum(['denied', 'failed', 'malformed']),
  code: z.string(),
  message: z.string(),
  count: z.number().int(),
  resources: z.array(z.string()),
  /** In words, what is not known because of it. */
  hides: z.string(),
})

export const coverageRow = z.object({
  collector: z.string(),
  title: z.string(),
  accountId: z.string(),
  accountName: z.string(),
  region: z.string(),
  status: z.enum(['never', 'running', 'ok', 'partial', 'denied', 'failed']),
  lastRunAt: isoTime.nullable(),
  lastOkAt: isoTime.nullable(),
  items: z.number().int(),
  calls: z.number().int(),
  throttles: z.number().int(),
  costUsd: z.number(),
  durationMs: z.number().int(),
  problems: z.array(collectorProblem),
  /** In words, what is not known because of the problems. */
  hides: z.array(z.string()),
})
export type CoverageRow = z.infer<typeof coverageRow>

export const coverage = z.object({
  rows: z.array(coverageRow),
  /** Share of collector, account and region combinations whose last run was ok, 0 to 100; null before the first run. */
  percent: z.number().nullable(),
  inventory: z.array(
    z.object({
      accountId: z.string(),
      accountName: z.string(),
      region: z.string(),
      kind: z.string(),
      count: z.number().int(),
    }),
  ),
  events: z.array(
    z.object({
      accountId: z.string(),
      region: z.string(),
      count: z.number().int(),
      newestAt: isoTime.nullable(),
      oldestAt: isoTime.nullable(),
    }),
  ),
  watch: z.object({
    calls24h: z.number().int(),
    throttles24h: z.number().int(),
    costUsd24h: z.number(),
    costUsdPerMonth: z
      .number()
      .nullable()
      .meta({ description: 'The last 24 hours times 30; null before an hour of history' }),
    byCollector: z.array(
      z.object({ collector: z.string(), title: z.string(), calls: z.number().int(), costUsd: z.number() }),
    ),
  }),
})
export type Coverage = z.infer<typeof coverage>
