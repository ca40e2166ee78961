import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

type Props = {
  title: string
  children?: ReactNode
  action?: ReactNode
  icon?: LucideIcon
  /** Where it is the whole page. */
  isPage?: boolean
}

/** Says what will appear here and how to make it. */
export function EmptyState({ title, children, action, icon: Icon, isPage }: Props) {
  const Title = isPage ? 'h1' : 'p'
  return (
    <div className="flex flex-col items-center gap-1 px-4 py-8 text-center">
      {Icon && <Icon size={20} className="mb-1 text-faint" aria-hidden />}
      <Title className="font-medium">{title}</Title>
      {children && <p className="max-w-prose text-table text-muted">{children}</p>}
      {action && <div className="mt-2">{action}</div>}
    </div>
  )
}
