'use client'
import * as Radix from 'radix-ui/popover'
import type { ComponentProps } from 'react'
import { cn } from './cn.ts'

export const Popover = Radix.Root
export const PopoverTrigger = Radix.Trigger

export function PopoverContent({ className, ...props }: ComponentProps<typeof Radix.Content>) {
  return (
    <Radix.Portal>
      <Radix.Content
        align="start"
        sideOffset={4}
        collisionPadding={8}
        className={cn(
          'z-50 max-h-[var(--radix-popover-content-available-height)] max-w-[calc(100vw-1rem)] animate-fade overflow-y-auto',
          'rounded-md border border-line-strong/60 bg-surface p-2 focus:outline-none',
          className,
        )}
        {...props}
      />
    </Radix.Portal>
  )
}
