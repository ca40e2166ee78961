import type { ReactNode } from 'react'

export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="num inline-flex h-4 min-w-4 items-center justify-center rounded-sm border border-line-strong/60 bg-raised px-1 text-micro text-muted">
      {children}
    </kbd>
  )
}
