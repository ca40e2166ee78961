import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

type Props = { title: string; children?: ReactNode; action?: ReactNode; icon?: LucideIcon }

/** Says what will appear here and how to make it. */
export function EmptyState({ title, children, action, icon: Icon }: Props) {
  return (
    <div className="flex flex-col items-center gap-1 px-4 py-8 text-center">
      {Icon && <Icon size={20} className="mb-1 text-faint" aria-hidden />}
      <p className="font-medium">{title}</p>
      {children && <p className="max-w-prose text-table text-muted">{children}</p>}
      {action && <div className="mt-2">{action}</div>}
    </div>
  )
}
