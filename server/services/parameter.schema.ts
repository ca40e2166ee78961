import { z } from 'zod'

/** One setting of a catalogue entry, as a form shows it. */
export const parameterRow = z.object({
  name: z.string(),
  description: z.string(),
  type: z.enum(['number', 'text', 'boolean', 'list']),
  value: z.unknown(),
  defaultValue: z.unknown(),
})
export type ParameterRow = z.infer<typeof parameterRow>
