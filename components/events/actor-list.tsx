import { BarChart } from '#components/charts/bar-chart.tsx'
import { distinctLabels } from '#components/table/distinct-labels.ts'
import { Card } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { formatCount } from '#components/ui/format.ts'
import { Text } from '#components/ui/text.tsx'
import type { Facet } from '#server/services/scope.schema.ts'

type Props = {
  actors: Facet
  /** So many of the newest calls were looked at; null: all. */
  among: number | null
  onPick: (arn: string) => void
}

/** Who made the calls under the filter in force; a name shows that actor's calls. */
export function ActorList({ actors, among, onPick }: Props) {
  return (
    <Card
      title="By actor"
      note={
        among === null
          ? 'who made these calls, most first'
          : `who made the newest ${formatCount(among)} of these calls, most first`
      }
    >
      {actors.length === 0 ? (
        <EmptyState title="Nobody made a call that matches">
          Actors appear here with the calls of the chosen period and filter.
        </EmptyState>
      ) : (
        <BarChart
          label="Events by actor"
          items={distinctLabels(actors).map((actor) => ({
            key: actor.value,
            value: actor.count,
            label: (
              <button
                type="button"
                className="max-w-full truncate text-left hover:underline"
                title={actor.value}
                onClick={() => onPick(actor.value)}
              >
                <Text value={actor.label} mono />
              </button>
            ),
          }))}
        />
      )}
    </Card>
  )
}
