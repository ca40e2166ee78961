import type { z } from 'zod'
import { InvalidInputError } from '#server/errors.ts'
import type { ParameterRow } from './parameter.schema.ts'

function typeOf(value: unknown): ParameterRow['type'] {
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'number' || typeof value === 'boolean') return typeof value as 'number' | 'boolean'
  return 'text'
}

/** The settings that a schema has, with what is set and what is the default. What is set but no longer valid is the default. */
export function parameterRows(schema: z.ZodObject, given: unknown): ParameterRow[] {
  const parsed = schema.safeParse(given ?? {})
  const set: Record<string, unknown> = parsed.success ? parsed.data : {}
  const defaults: Record<string, unknown> = schema.parse({})
  return Object.entries(schema.shape).map(([name, field]) => ({
    name,
    description: field.description ?? '',
    type: typeOf(defaults[name]),
    value: set[name] ?? defaults[name],
    defaultValue: defaults[name],
  }))
}

/** @throws InvalidInputError that names what is wrong */
export function validParameters(
  schema: z.ZodObject | undefined,
  given: Record<string, unknown>,
  noun: string,
): Record<string, unknown> {
  if (!schema) {
    if (Object.keys(given).length === 0) return {}
    throw new InvalidInputError(`This ${noun} has no parameters.`)
  }
  const parsed = schema.strict().safeParse(given)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new InvalidInputError(`${issue?.path.join('.') || 'parameters'}: ${issue?.message ?? 'not valid'}`)
}
