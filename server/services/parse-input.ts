import type { z } from 'zod'
import { InvalidInputError } from '#server/errors.ts'

/** @throws InvalidInputError that names each bad field, never its value */
export function parseInput<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const details = result.error.issues.map(({ path, message }) => ({
    field: path.map(String).join('.'),
    message,
  }))
  const first = details[0]
  throw new InvalidInputError(
    first ? `${first.field || 'The input'}: ${first.message}.` : 'The input is not valid.',
    details,
  )
}
