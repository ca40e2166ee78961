'use client'
import { X } from 'lucide-react'
import * as Radix from 'radix-ui/dialog'
import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { cn } from './cn.ts'

type Props = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  description?: ReactNode
  children: ReactNode
  footer?: ReactNode
  className?: string
  /** Only its own buttons close it: for what is shown once. */
  insistent?: boolean
}

const stay = (event: Event) => event.preventDefault()

/** A modal box; Escape and a click outside close it, unless it is insistent. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  children,
  footer,
  className,
  insistent,
}: Props) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade bg-overlay" />
        <Radix.Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          {...(insistent ? { onInteractOutside: stay, onEscapeKeyDown: stay } : {})}
          data-modal
          className={cn(
            'fixed left-1/2 top-[12vh] z-50 flex max-h-[76vh] w-[min(30rem,calc(100vw-2rem))] -translate-x-1/2 animate-fade flex-col',
            'rounded-md border border-line-strong/60 bg-surface focus:outline-none',
            className,
          )}
        >
          <div className="flex items-center gap-2 border-b border-line px-4 py-2">
            <Radix.Title className="font-semibold">{title}</Radix.Title>
            <Radix.Close asChild>
              <Button variant="ghost" size="icon" className="ml-auto" aria-label="Close">
                <X size={14} />
              </Button>
            </Radix.Close>
          </div>
          <div className="overflow-y-auto px-4 py-3">
            {description && <Radix.Description className="mb-3 text-muted">{description}</Radix.Description>}
            {children}
          </div>
          {footer && <div className="flex justify-end gap-2 border-t border-line px-4 py-3">{footer}</div>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
