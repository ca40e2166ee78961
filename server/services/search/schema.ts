import { z } from 'zod'

export const searchQuery = z.object({ q: z.string().trim().min(1).max(200) })
export const searchResults = z.object({
  items: z.array(
    z.object({
      kind: z.enum(['function', 'alert', 'role', 'actor']),
      title: z.string(),
      detail: z.string(),
      href: z.string(),
    }),
  ),
})
export type SearchResults = z.infer<typeof searchResults>
