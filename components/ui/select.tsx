'use client'
import { ChevronDown } from 'lucide-react'
import type { ComponentProps } from 'react'
import { cn } from './cn.ts'

type Option = { value: string; label: string }
type Props = Omit<ComponentProps<'select'>, 'onChange' | 'value'> & {
  options: readonly Option[]
  value: string
  onChange: (value: string) => void
}

/** One of a few: the browser's own select, which phones and screen readers know. Needs a label or aria-label. */
export function Select({ options, value, onChange, className, ...props }: Props) {
  return (
    <span className={cn('relative inline-flex', className)}>
      <select
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="h-7 w-full appearance-none truncate rounded-md border border-line-strong bg-surface pl-2 pr-7 text-text hover:border-muted disabled:opacity-55"
        {...props}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown size={13} aria-hidden className="pointer-events-none absolute right-2 top-2 text-muted" />
    </span>
  )
}
