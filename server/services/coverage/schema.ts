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

const trailPast = z.object({
  accountId: z.string(),
  accountName: z.string(),
  region: z.string(),
  /** How many days of events before the first look are fetched. */
  wantedDays: z.number().int(),
  /** The events from then on are fetched; null before the first. */
  coveredFrom: isoTime.nullable(),
  /** 0 to 100. */
  percent: z.number().int(),
  /** Reads of services that are not watched, which went through the detections and are not kept. */
  dropped: z.number().int(),
  /** A time of which what only reads was left out, since there was too much of it for LookupEvents. */
  leftOut: z.object({ from: isoTime, to: isoTime }).nullable(),
})
export type TrailPast = z.infer<typeof trailPast>

const keptAside = z.object({
  id: z.string(),
  /** Where it came from: lookup, queue, file, import or history. */
  source: z.string(),
  place: z.string(),
  reason: z.string(),
  /** The reason in words. */
  title: z.string(),
  detail: z.string(),
  eventId: z.string().nullable(),
  accountId: z.string(),
  count: z.number().int(),
  firstSeenAt: isoTime,
  lastSeenAt: isoTime,
})
export type KeptAside = z.infer<typeof keptAside>

export const trailCoverage = z.object({
  past: z.array(trailPast),
  /** Records that could not be taken in, the last ones first; at most 100 of them. */
  keptAside: z.array(keptAside),
  /** How many records, with those that are not in the list. */
  keptAsideTotal: z.number().int(),
  /** Accounts whose stored records will be run through the detections once more. */
  replays: z.array(z.object({ accountId: z.string(), accountName: z.string(), running: z.boolean() })),
})
export type TrailCoverage = z.infer<typeof trailCoverage>

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
  trail: trailCoverage,
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
