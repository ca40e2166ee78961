import { z } from 'zod'
import { alertRow } from '#server/services/alerts/schema.ts'
import { functionRow, mark } from '#server/services/functions/schema.ts'
import { isoTime, severity } from '#server/services/scope.schema.ts'

const points = z.array(z.tuple([z.number(), z.number().nullable()]))

/** null values in tiles mean unknown: nothing was collected, or it was denied. */
export const overview = z.object({
  from: isoTime,
  to: isoTime,
  tiles: z.object({
    firing: z.object({ total: z.number().int(), critical: z.number().int(), high: z.number().int() }),
    functions: z.object({
      total: z.number().int().nullable(),
      added: z.number().int(),
      removed: z.number().int(),
      /** Without a firing alert. */
      quiet: z.number().int(),
    }),
    executions: z.object({ total: z.number().nullable(), previous: z.number().nullable() }),
    suspicious: z.object({ total: z.number().int(), previous: z.number().int() }),
    exposed: z.object({ total: z.number().int().nullable(), unknown: z.number().int() }),
    concurrency: z
      .object({
        peak: z.number(),
        limit: z.number().nullable(),
        percent: z.number().nullable(),
        accountId: z.string(),
        region: z.string(),
      })
      .nullable(),
    charges: z
      .object({ monthToDateUsd: z.number(), forecastUsd: z.number().nullable(), at: isoTime })
      .nullable(),
    coverage: z.object({
      percent: z.number().nullable(),
      denied: z.number().int(),
      failed: z.number().int(),
    }),
  }),
  attention: z.array(alertRow),
  concurrency: z.object({
    periodSeconds: z.number().int(),
    limit: z.number().nullable(),
    accountId: z.string().nullable(),
    region: z.string().nullable(),
    used: points,
    throttles: points,
    marks: z.array(mark),
  }),
  errors: z.object({
    periodSeconds: z.number().int(),
    timeouts: points,
    other: points,
    throttles: points,
    invocations: points,
  }),
  detectionsOverTime: z.object({
    bucketSeconds: z.number().int(),
    rules: z.array(z.object({ id: z.string(), title: z.string() })),
    buckets: z.array(z.object({ at: isoTime, counts: z.record(z.string(), z.number().int()) })),
  }),
  detectionsByType: z.array(
    z.object({ ruleId: z.string(), title: z.string(), severity, count: z.number().int() }),
  ),
  alertsByState: z.array(z.object({ state: z.string(), count: z.number().int() })),
  charges: z.object({
    days: z.array(z.object({ day: z.string(), usd: z.number().nullable() })),
    state: z.enum(['known', 'denied', 'not collected']),
  }),
  atRisk: z.array(functionRow),
  deployed: z.array(functionRow).meta({ description: 'The most recently modified functions' }),
  changes: z.array(
    z.object({
      sessionKey: z.string().nullable(),
      actorName: z.string(),
      actorArn: z.string(),
      tool: z.string(),
      accountId: z.string(),
      from: isoTime,
      to: isoTime,
      calls: z.number().int(),
      names: z.array(z.object({ name: z.string(), count: z.number().int() })),
      functions: z.array(z.string()),
    }),
  ),
  blind: z.array(
    z.object({
      permission: z.string(),
      state: z.string(),
      hides: z.string(),
      accounts: z.array(z.string()),
      regions: z.array(z.string()),
      functions: z.number().int(),
    }),
  ),
})
export type Overview = z.infer<typeof overview>
