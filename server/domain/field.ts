/** What a collector knows of one field: a value, that there is none, that reading it was denied, or that reading it failed. */
export type Field<T> =
  | { state: 'known'; value: T }
  | { state: 'absent' }
  | { state: 'denied'; permission: string }
  | { state: 'failed'; reason: string }

export const known = <T>(value: T): Field<T> => ({ state: 'known', value })
export const absent = <T>(): Field<T> => ({ state: 'absent' })
export const denied = <T>(permission: string): Field<T> => ({ state: 'denied', permission })
export const failed = <T>(reason: string): Field<T> => ({ state: 'failed', reason })

/** The value of a known field, `fallback` where the field is absent, undefined where nobody could look. */
export function valueOr<T>(field: Field<T>, fallback: T): T | undefined {
  if (field.state === 'known') return field.value
  return field.state === 'absent' ? fallback : undefined
}

export function mapField<T, U>(field: Field<T>, to: (value: T) => U): Field<U> {
  return field.state === 'known' ? known(to(field.value)) : field
}

/** True where the field's content was not seen: denied or failed. */
export function isUnseen<T>(field: Field<T>): boolean {
  return field.state === 'denied' || field.state === 'failed'
}
