import { z } from 'zod'
import { THROTTLE_REASONS } from '#server/domain/metrics/throttle-reason.ts'
import { isoTime } from '#server/services/scope.schema.ts'

/** Counts of a range; the kinds add up to `errors`. */
export const errorBreakdown = z.object({
  errors: z.number(),
  timeouts: z.number(),
  timeoutsAtMost: z
    .number()
    .meta({ description: 'Of the timeouts: those that only fit by the metrics, an upper bound' }),
  outOfMemory: z.number(),
  init: z.number(),
  application: z.number(),
  notTold: z.number(),
  read: z.number().meta({ description: 'Errors that the log showed' }),
})

export const functionBreakdown = z.object({
  from: isoTime,
  to: isoTime,
  /** null where errors were never polled in the range. */
  errors: errorBreakdown.nullable(),
  throttles: z.object({
    total: z.number().nullable(),
    /** Of the last run of throttles in the range; null where there were none. */
    why: z
      .object({
        reason: z.enum(THROTTLE_REASONS),
        certainty: z.enum(['certain', 'likely', 'unknown']),
        text: z.string(),
        evidence: z.array(z.object({ label: z.string(), value: z.string() })),
        lastAt: isoTime,
      })
      .nullable(),
  }),
  logs: z.object({
    /** SIGHTLINE_READ_LOGS. */
    mode: z.enum(['never', 'asked', 'trouble']),
    /** Whether the last reading of a log of this account and region was denied; null before the first. */
    denied: z.boolean().nullable(),
    lastReadAt: isoTime.nullable(),
    statement: z.string().nullable(),
  }),
})
export type FunctionBreakdown = z.infer<typeof functionBreakdown>
