import { cn } from './cn.ts'

/** A grey block where something will be; give it the size of what comes. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn('rounded-sm bg-raised', className)} />
}

/** Rows of a table (32 px) or of two-line items (48 px) that are loading. */
export function SkeletonRows({ rows = 8, tall }: { rows?: number; tall?: boolean }) {
  return (
    <div role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, row) => `row-${row}`).map((key) => (
        <div
          key={key}
          className={cn(
            'flex items-center gap-3 border-b border-line px-3 last:border-0',
            tall ? 'h-12' : 'h-8',
          )}
        >
          <Skeleton className="h-3 w-16" />
          <Skeleton className="h-3 flex-1" />
          <Skeleton className="h-3 w-24" />
        </div>
      ))}
    </div>
  )
}
