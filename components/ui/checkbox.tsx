'use client'
import { Check, Minus } from 'lucide-react'
import * as Radix from 'radix-ui/checkbox'
import type { ComponentProps } from 'react'
import { cn } from './cn.ts'

/** `checked="indeterminate"` shows a dash. Needs a label or aria-label. */
export function Checkbox({ className, ...props }: ComponentProps<typeof Radix.Root>) {
  return (
    <Radix.Root
      className={cn(
        'inline-flex size-3.5 shrink-0 items-center justify-center rounded-[3px] border border-line-strong bg-surface',
        'data-[state=checked]:border-accent-strong data-[state=checked]:bg-accent-strong data-[state=checked]:text-on-accent',
        'data-[state=indeterminate]:border-accent-strong data-[state=indeterminate]:bg-accent-strong data-[state=indeterminate]:text-on-accent',
        className,
      )}
      {...props}
    >
      <Radix.Indicator>
        {props.checked === 'indeterminate' ? (
          <Minus size={11} strokeWidth={3} />
        ) : (
          <Check size={11} strokeWidth={3} />
        )}
      </Radix.Indicator>
    </Radix.Root>
  )
}
