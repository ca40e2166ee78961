import type { ComponentProps, ReactNode } from 'react'
import { cn } from './cn.ts'

type Props = Omit<ComponentProps<'section'>, 'title'> & {
  title?: ReactNode
  /** One line beside the title. */
  note?: ReactNode
  actions?: ReactNode
  /** Without padding, for tables and lists that reach the edges. */
  flush?: boolean
}

export function Card({ title, note, actions, flush, className, children, ...props }: Props) {
  return (
    <section className={cn('min-w-0 rounded-md border border-line bg-surface', className)} {...props}>
      {(title || actions) && (
        <header className="flex min-h-9 flex-wrap items-center gap-x-2 px-3 py-1.5">
          <h2 className="font-semibold">{title}</h2>
          {note && <span className="min-w-0 text-table text-muted">{note}</span>}
          {actions && <div className="ml-auto flex items-center gap-1">{actions}</div>}
        </header>
      )}
      <div className={cn(flush ? '' : title || actions ? 'px-3 pb-3' : 'p-3')}>{children}</div>
    </section>
  )
}
