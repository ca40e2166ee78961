import { z } from 'zod'
import { severity } from '#server/services/scope.schema.ts'

/** What an open page is told: enough to say it aloud and to read again what changed, and nothing that it may not read. */
export const liveMessage = z.discriminatedUnion('kind', [
  /** It hears from now on; what came before may have been missed. */
  z.object({ kind: z.literal('listening') }),
  /** It hears nothing until it is told that it listens again. */
  z.object({ kind: z.literal('deaf') }),
  z.object({
    kind: z.literal('alerts'),
    items: z.array(z.object({ id: z.string(), title: z.string(), severity, state: z.string() })),
    /** Alerts besides those. */
    more: z.number().int(),
  }),
  z.object({ kind: z.literal('hits'), count: z.number().int() }),
  z.object({ kind: z.literal('beat') }),
])
export type LiveMessage = z.infer<typeof liveMessage>
