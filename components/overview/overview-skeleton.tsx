import { Card } from '#components/ui/card.tsx'
import { Skeleton, SkeletonRows } from '#components/ui/skeleton.tsx'

const TILES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j']

/** The overview's geometry while it loads. */
export function OverviewSkeleton() {
  return (
    <div className="grid gap-3" role="status" aria-label="Loading the overview">
      <div className="grid grid-flow-col auto-cols-[9.5rem] gap-2 overflow-x-auto sm:grid-flow-row sm:auto-cols-auto sm:grid-cols-5 sm:overflow-visible 2xl:grid-cols-10">
        {TILES.map((tile) => (
          <div
            key={tile}
            className="grid h-[4.75rem] content-center gap-2 rounded-md border border-line bg-surface px-3"
          >
            <Skeleton className="h-3 w-16" />
            <Skeleton className="h-5 w-20" />
          </div>
        ))}
      </div>
      <div className="grid gap-3 lg:grid-cols-2">
        <Card title="Needs attention" flush>
          <SkeletonRows rows={7} tall />
        </Card>
        <Card title="Account concurrency">
          <Skeleton className="h-[332px] w-full" />
        </Card>
        <Card title="Errors, told apart">
          <Skeleton className="h-[190px] w-full" />
        </Card>
        <Card title="Detections over time">
          <Skeleton className="h-[190px] w-full" />
        </Card>
      </div>
      <Card title="Functions at risk" flush>
        <SkeletonRows rows={6} />
      </Card>
    </div>
  )
}
