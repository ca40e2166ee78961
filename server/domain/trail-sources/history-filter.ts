import { z } from 'zod'
import { DAY_MS, MINUTE_MS } from '#server/domain/time.ts'

const text = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[\x20-\x7e\u00a0-\uffff]*$/, 'holds a character that cannot be searched for')
    .optional()

/** What is looked for in the history. Times are bounded on both sides: a query without them reads everything there is. */
export const historyFilter = z
  .object({
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    account: z
      .string()
      .regex(/^\d{12}$/, 'is not the 12 digits of an account')
      .optional(),
    region: z
      .string()
      .regex(/^[a-z0-9-]{3,30}$/, 'is not a region')
      .optional(),
    /** lambda.amazonaws.com */
    source: text(128),
    /** As CloudTrail writes it; version suffixes may be left out. */
    name: text(128),
    /** A part of the actor's ARN. */
    actor: text(512),
    /** A part of the request's parameters: a function's name, usually. */
    function: text(170),
    address: text(64),
  })
  .refine(({ from, to }) => Date.parse(from) < Date.parse(to), {
    error: 'ends before it begins',
    path: ['to'],
  })
  .refine(({ from, to }) => Date.parse(to) - Date.parse(from) <= 400 * DAY_MS, {
    error: 'is more than 400 days after the beginning',
    path: ['to'],
  })
export type HistoryFilter = z.infer<typeof historyFilter>

/** More results than these are not fetched: the question was too wide. */
export const MAX_RESULTS = 10_000

/** The five minutes before a time, of which any store of events reads little. */
export function lastMinutes(now: Date): HistoryFilter {
  return { from: new Date(now.getTime() - 5 * MINUTE_MS).toISOString(), to: now.toISOString() }
}
