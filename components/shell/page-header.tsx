import type { ReactNode } from 'react'

type Props = { title: ReactNode; facts?: ReactNode; actions?: ReactNode }

/** Page title, key facts in one line, actions at the right. */
export function PageHeader({ title, facts, actions }: Props) {
  return (
    <header className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1">
      <h1 className="min-w-0 max-w-full truncate text-title font-semibold tracking-tight">{title}</h1>
      {facts && <div className="min-w-0 text-muted">{facts}</div>}
      {actions && <div className="ml-auto flex flex-wrap items-center gap-1.5">{actions}</div>}
    </header>
  )
}
