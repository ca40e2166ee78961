import { Card } from '#components/ui/card.tsx'
import { Skeleton, SkeletonRows } from '#components/ui/skeleton.tsx'

/** One alert's geometry while it loads. */
export function AlertSkeleton() {
  return (
    <div
      className="grid gap-3 xl:grid-cols-[minmax(0,1fr)_20rem]"
      role="status"
      aria-label="Loading the alert"
    >
      <div className="grid content-start gap-3">
        <Skeleton className="h-5 w-40" />
        <Skeleton className="h-7 w-2/3" />
        <Skeleton className="h-4 w-1/2" />
        <Card>
          <Skeleton className="h-[208px] w-full" />
        </Card>
        <Card title="What changed before" flush>
          <SkeletonRows rows={3} />
        </Card>
      </div>
      <div className="grid content-start gap-3">
        <Card>
          <Skeleton className="h-16 w-full" />
        </Card>
        <Card title="Timeline">
          <Skeleton className="h-24 w-full" />
        </Card>
      </div>
    </div>
  )
}
