import type { ReactNode } from 'react'
import type { Field } from '#server/domain/field.ts'
import { Unseen } from './unseen.tsx'

type Props<T> = { field: Field<T> | undefined; show: (value: T) => ReactNode; absent?: string }

/** A collected field in its state: the value, that there is none, which permission was denied, or why reading failed. */
export function FieldValue<T>({ field, show, absent = 'none' }: Props<T>) {
  if (!field) return <Unseen word="not collected" reason="This record was stored before the field was read" />
  if (field.state === 'known') return show(field.value)
  if (field.state === 'absent') return <span className="text-muted">{absent}</span>
  if (field.state === 'denied')
    return (
      <Unseen word={`denied: ${field.permission}`} reason={`Give the reading role ${field.permission}`} />
    )
  return <Unseen word={`failed: ${field.reason}`} reason={field.reason} />
}
