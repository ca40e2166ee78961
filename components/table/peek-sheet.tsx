'use client'
import { ArrowUpRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { buttonClass } from '#components/ui/button.tsx'
import { Sheet } from '#components/ui/sheet.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'

export type Peek<T> = {
  title: (row: T) => ReactNode
  content: (row: T) => ReactNode
  actions?: (row: T) => ReactNode
  /** For an id in the URL whose row is not on this page. */
  missing?: (id: string) => ReactNode
}

type Props<T> = {
  id: string
  row: T | undefined
  isLoading: boolean
  name: string
  peek: Peek<T>
  href: string | undefined
  onClose: () => void
}

/** The drawer at the right with one row's essentials and the way to its page. */
export function PeekSheet<T>({ id, row, isLoading, name, peek, href, onClose }: Props<T>) {
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title={
        row
          ? peek.title(row)
          : isLoading
            ? 'Loading…'
            : peek.missing
              ? 'Not in this list'
              : 'Not on this page'
      }
      actions={
        <>
          {row && peek.actions?.(row)}
          {href && (
            <ScopedLink href={href} className={buttonClass('ghost', 'sm')} title="Open the page (Enter)">
              Open
              <ArrowUpRight size={13} aria-hidden />
            </ScopedLink>
          )}
        </>
      }
    >
      {row ? (
        peek.content(row)
      ) : isLoading ? (
        <SkeletonRows rows={6} />
      ) : peek.missing ? (
        peek.missing(id)
      ) : (
        <p className="m-0 text-muted">What was open here is not among the {name} shown now.</p>
      )}
    </Sheet>
  )
}
