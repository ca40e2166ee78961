import { z } from 'zod'
import { INVOCATIONS, TRIGGER_KINDS } from '#server/domain/triggers/trigger.ts'
import { isoTime, scopeQuery } from '#server/services/scope.schema.ts'

export const concurrencyQuery = scopeQuery.extend({
  place: z
    .string()
    .max(60)
    .optional()
    .meta({ description: 'account/region; the one nearest to its limit where left out' }),
})
export type ConcurrencyQuery = z.infer<typeof concurrencyQuery>

const points = z.array(z.tuple([z.number(), z.number()]))
const toLimit = z.union([
  z.object({ state: z.literal('rising'), perMinute: z.number(), inMs: z.number() }),
  z.object({ state: z.enum(['not rising', 'at the limit']) }),
  z.object({ state: z.literal('unknown'), reason: z.string() }),
])

export const concurrencyPlace = z.object({
  accountId: z.string(),
  accountName: z.string(),
  region: z.string(),
  limit: z.number().nullable(),
  /** What functions without reserved concurrency share; null where it could not be read. */
  pool: z.number().nullable(),
  /** null where it was not polled in the range. */
  peak: z.number().nullable(),
  throttles: z.number().nullable(),
})
export type ConcurrencyPlace = z.infer<typeof concurrencyPlace>

const named = z.object({ name: z.string(), id: z.number().int().nullable() })

export const placeConcurrency = concurrencyPlace.extend({
  polledUntil: isoTime.nullable(),
  peakAt: isoTime.nullable(),
  reserved: z.number(),
  provisioned: z.number(),
  toLimit: z.object({ account: toLimit, pool: toLimit.nullable() }),
  used: points,
  unreserved: points,
  throttled: points,
  /** The six with the highest concurrency at the peak; the highest of each period, which do not add up to `used`. */
  functions: z.array(named.extend({ points })),
  /** What of `used` is left over them: at least. */
  others: points,
  atPeak: z.array(
    named.extend({
      concurrency: z.number(),
      reserved: z.number().nullable(),
      ways: z.array(
        z.object({ kind: z.enum(TRIGGER_KINDS), source: z.string(), invocation: z.enum(INVOCATIONS) }),
      ),
    }),
  ),
  /** Highest of all functions in the period of the peak, added up. */
  sumAtPeak: z.number(),
  byTrigger: z.array(
    z.object({
      invocation: z.enum([...INVOCATIONS, 'several']),
      concurrency: z.number(),
      functions: z.number().int(),
    }),
  ),
  spike: z
    .object({
      peak: z.number(),
      peakAt: isoTime,
      level: z.number(),
      rise: z.number(),
      told: z.number(),
      parts: z.array(named.extend({ atPeak: z.number(), before: z.number().nullable(), rise: z.number() })),
    })
    .nullable(),
  starved: z.array(
    named.extend({
      throttles: z.number(),
      inNeed: z.number(),
      by: z.array(named.extend({ concurrency: z.number(), share: z.number() })),
    }),
  ),
  reservations: z.array(named.extend({ reserved: z.number(), used: z.number().nullable() })),
})
export type PlaceConcurrency = z.infer<typeof placeConcurrency>

export const concurrency = z.object({
  from: isoTime,
  to: isoTime,
  periodSeconds: z.number().int(),
  places: z.array(concurrencyPlace),
  detail: placeConcurrency.nullable(),
})
export type Concurrency = z.infer<typeof concurrency>
