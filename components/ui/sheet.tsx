'use client'
import { X } from 'lucide-react'
import * as Radix from 'radix-ui/dialog'
import type { ReactNode } from 'react'
import { Button } from './button.tsx'

type Props = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: ReactNode
  /** Right of the title: a link to the whole page, actions. */
  actions?: ReactNode
  children: ReactNode
}

/** The peek drawer at the right; not modal, so that j and k keep moving through the rows behind it. */
export function Sheet({ open, onOpenChange, title, actions, children }: Props) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange} modal={false}>
      <Radix.Portal>
        <Radix.Content
          aria-describedby={undefined}
          onOpenAutoFocus={(event) => event.preventDefault()}
          onCloseAutoFocus={(event) => event.preventDefault()}
          onInteractOutside={(event) => event.preventDefault()}
          className="fixed inset-y-0 right-0 z-30 flex w-full animate-fade flex-col border-l border-line-strong/60 bg-surface focus:outline-none sm:w-[30rem]"
        >
          <div className="flex min-h-11 items-center gap-2 border-b border-line px-3 py-1.5">
            <Radix.Title className="min-w-0 flex-1 truncate font-semibold">{title}</Radix.Title>
            {actions}
            <Radix.Close asChild>
              <Button variant="ghost" size="icon" aria-label="Close the peek drawer">
                <X size={14} />
              </Button>
            </Radix.Close>
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto p-3">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
