import { z } from 'zod'

export const RANGES = ['1h', '3h', '12h', '24h', '7d', '14d', '30d'] as const
export type Range = (typeof RANGES)[number]

const csv = z
  .string()
  .max(4000)
  .transform((text) => text.split(',').filter((part) => part !== ''))
  .optional()

/**
 * The scope that every page carries in its URL: `accounts`, `regions` and `env` as comma-separated lists (none = all),
 * and either `range` (counted back from now) or `from` and `to` (ISO 8601).
 */
export const scopeQuery = z.object({
  accounts: csv,
  regions: csv,
  env: csv,
  range: z.enum(RANGES).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
})
export type ScopeQuery = z.infer<typeof scopeQuery>

export const pageQuery = z.object({
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  pageSize: z.coerce.number().int().min(1).max(200).default(50),
})

export const isoTime = z.string().meta({ description: 'ISO 8601, UTC', format: 'date-time' })

export const facet = z.array(z.object({ value: z.string(), label: z.string(), count: z.number().int() }))
export type Facet = z.infer<typeof facet>

/** One page of a list, with the counts of its facets over all that match. */
export const pagedList = <R extends z.ZodType, F extends readonly string[]>(row: R, facets: F) =>
  z.object({
    items: z.array(row),
    total: z.number().int(),
    page: z.number().int(),
    pageSize: z.number().int(),
    facets: z.object(
      Object.fromEntries(facets.map((name) => [name, facet])) as Record<F[number], typeof facet>,
    ),
  })

export const severity = z.enum(['critical', 'high', 'medium', 'low', 'info'])
