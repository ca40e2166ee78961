'use client'
import { useStatus } from '#components/query/use-status.ts'
import { cn } from '#components/ui/cn.ts'

/** The number of firing alerts, in the colour of the worst; nothing while it is not known or zero. */
export function FiringCount({ className }: { className?: string }) {
  const { data } = useStatus()
  if (!data || data.firing.total === 0) return null
  const { total, critical, high } = data.firing
  const words = `${total} firing${critical > 0 ? `, ${critical} critical` : ''}${high > 0 ? `, ${high} high` : ''}`
  return (
    <span
      title={words}
      className={cn(
        'num inline-flex h-4 min-w-4 items-center justify-center rounded-full px-1 text-micro font-medium',
        critical > 0
          ? 'bg-critical/15 text-critical'
          : high > 0
            ? 'bg-high/15 text-high'
            : 'bg-medium/15 text-medium',
        className,
      )}
    >
      {total > 99 ? '99+' : total}
      <span className="sr-only"> firing</span>
    </span>
  )
}
