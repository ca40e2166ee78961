import type { ReactNode } from 'react'
import { cn } from '#components/ui/cn.ts'

type Props = {
  title: ReactNode
  facts?: ReactNode
  actions?: ReactNode
  /** A title that is a sentence takes the lines that it needs; a name is cut. */
  wraps?: boolean
}

/** Page title, key facts in one line, actions at the right. */
export function PageHeader({ title, facts, actions, wraps }: Props) {
  return (
    <header className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1">
      <h1
        className={cn(
          'min-w-0 max-w-full text-title font-semibold tracking-tight',
          wraps ? 'break-words' : 'truncate',
        )}
      >
        {title}
      </h1>
      {facts && <div className="min-w-0 text-muted">{facts}</div>}
      {actions && <div className="ml-auto flex flex-wrap items-center gap-1.5">{actions}</div>}
    </header>
  )
}
