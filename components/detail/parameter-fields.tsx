'use client'
import { Field } from '#components/ui/input.tsx'
import type { CheckDetail } from '#server/services/posture/schema.ts'

type ParameterRow = CheckDetail['parameters'][number]

/** What was typed, by the parameter's name; what was not touched is not there. */
export type Typed = Record<string, string>

const textOf = (value: unknown) => (Array.isArray(value) ? value.join(', ') : String(value ?? ''))

function parsedValue({ type }: ParameterRow, text: string): unknown {
  if (type === 'number') return Number(text)
  if (type === 'boolean') return text === 'true'
  if (type !== 'list') return text
  return text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
}

/** All parameters with what was typed in them. */
export function typedValues(parameters: readonly ParameterRow[], typed: Typed): Record<string, unknown> {
  return Object.fromEntries(
    parameters.map((one) => [one.name, parsedValue(one, typed[one.name] ?? textOf(one.value))]),
  )
}

type Props = {
  parameters: readonly ParameterRow[]
  typed: Typed
  onType: (typed: Typed) => void
  disabled: boolean
}

/** One field for each setting of a catalogue entry, with what it means and its default. */
export function ParameterFields({ parameters, typed, onType, disabled }: Props) {
  return parameters.map((one) => (
    <Field
      key={one.name}
      id={`parameter-${one.name}`}
      label={one.name}
      hint={`${one.description.replace(/[^.]$/, '$&.')} Default: ${textOf(one.defaultValue) || 'none'}.`}
      type={one.type === 'number' ? 'number' : 'text'}
      step={one.type === 'number' ? 'any' : undefined}
      disabled={disabled}
      value={typed[one.name] ?? textOf(one.value)}
      onChange={(event) => onType({ ...typed, [one.name]: event.target.value })}
    />
  ))
}
