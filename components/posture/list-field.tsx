'use client'
import { useState } from 'react'
import { Field } from '#components/ui/input.tsx'

const listOf = (text: string) =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')

type Props = {
  id: string
  label: string
  hint?: string
  values: string[]
  disabled: boolean
  onChange: (values: string[]) => void
}

/** Several values in one field, separated by commas; what is being typed stays as it is typed. */
export function ListField({ values, onChange, ...field }: Props) {
  const [text, setText] = useState(values.join(', '))
  return (
    <Field
      {...field}
      value={text}
      onChange={(event) => {
        setText(event.target.value)
        onChange(listOf(event.target.value))
      }}
    />
  )
}
