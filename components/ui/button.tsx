import type { ComponentProps } from 'react'
import { cn } from './cn.ts'

const VARIANTS = {
  primary: 'bg-accent-strong text-on-accent border-transparent hover:opacity-90',
  default: 'bg-surface text-text border-line-strong/60 hover:bg-hover',
  ghost: 'border-transparent bg-transparent text-muted hover:bg-hover hover:text-text',
  danger: 'bg-transparent text-critical border-critical/60 hover:bg-critical/10',
} as const

const SIZES = {
  md: 'h-7 px-2.5 gap-1.5',
  sm: 'h-6 px-2 gap-1 text-table',
  icon: 'size-7 justify-center',
  touch: 'h-10 px-4 gap-2',
} as const

export type ButtonVariant = keyof typeof VARIANTS
export type ButtonSize = keyof typeof SIZES

/** The classes of a button, for links that look like one. */
export function buttonClass(variant: ButtonVariant = 'default', size: ButtonSize = 'md', more?: string) {
  return cn(
    'inline-flex shrink-0 items-center whitespace-nowrap rounded-md border font-medium transition-colors duration-[120ms]',
    'disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55',
    VARIANTS[variant],
    SIZES[size],
    more,
  )
}

type Props = ComponentProps<'button'> & { variant?: ButtonVariant; size?: ButtonSize }

export function Button({ variant, size, className, type = 'button', ...props }: Props) {
  return <button type={type} className={buttonClass(variant, size, className)} {...props} />
}
