'use client'
import * as Radix from 'radix-ui/tooltip'
import type { ReactNode } from 'react'

export const TooltipProvider = Radix.Provider

/** Words on hover and focus; the child must take a ref and be focusable. */
export function Tooltip({ content, children }: { content: ReactNode; children: ReactNode }) {
  return (
    <Radix.Provider delayDuration={250}>
      <Radix.Root>
        <Radix.Trigger asChild>{children}</Radix.Trigger>
        <Radix.Portal>
          <Radix.Content
            sideOffset={4}
            collisionPadding={8}
            className="z-50 max-w-72 animate-fade rounded-md border border-line-strong/60 bg-raised px-2 py-1 text-table text-text"
          >
            {content}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  )
}
