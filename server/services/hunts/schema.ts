import { z } from 'zod'
import { isoTime } from '#server/services/scope.schema.ts'

/** What of the events page's address a hunt keeps: filters, scope and time. */
const KEPT = new Set([
  'q',
  'source',
  'name',
  'actor',
  'session',
  'function',
  'ip',
  'tool',
  'outcome',
  'kind',
  'category',
  'view',
  'cols',
  'accounts',
  'regions',
  'env',
  'range',
  'from',
  'to',
])

/** The part of a query string that says what is looked for, without what is open or which page it is. */
export function huntQueryOf(search: string): string {
  const kept = [...new URLSearchParams(search)].filter(([key, value]) => KEPT.has(key) && value !== '')
  return new URLSearchParams(kept.sort(([a], [b]) => (a < b ? -1 : 1))).toString()
}

export const saveHuntInput = z.object({
  name: z.string().trim().min(1).max(120),
  query: z
    .string()
    .max(4000)
    .transform(huntQueryOf)
    .meta({ description: 'The query string of the events page; what is no filter of it is left out' }),
  shared: z.boolean().default(false).meta({ description: 'Everybody sees it; needs the responder role' }),
})
export type SaveHuntInput = z.infer<typeof saveHuntInput>

export const huntRow = z.object({
  id: z.uuid(),
  name: z.string(),
  query: z.string(),
  shared: z.boolean(),
  owner: z.string(),
  isOwn: z.boolean(),
  createdAt: isoTime,
})
export type HuntRow = z.infer<typeof huntRow>

export const huntList = z.object({ items: z.array(huntRow) })
export type HuntList = z.infer<typeof huntList>
