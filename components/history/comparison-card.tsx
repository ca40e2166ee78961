'use client'
import { useApi } from '#components/query/use-api.ts'
import { Card } from '#components/ui/card.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import type { Comparison } from '#server/services/history/schema.ts'
import type { CompareRange } from './compare-range.ts'
import { canCompare, comparisonNote } from './comparison-words.ts'
import { FieldDiff } from './field-diff.tsx'
import { WhoDidIt } from './who-did-it.tsx'

const SIDE_WORDS: Record<Comparison['from']['state'], string> = {
  there: 'as it had been since',
  'not yet seen': 'not yet seen: what it was then is not known',
  deleted: 'deleted since',
}

function Side({ side }: { side: Comparison['from'] }) {
  return (
    <div className="min-w-0 rounded-md border border-line px-2 py-1.5 text-table">
      <Time at={side.at} as="clock" className="num font-medium" />
      <span className={side.state === 'there' ? 'block text-muted' : 'hatched block'}>
        {SIDE_WORDS[side.state]} {side.since && <Time at={side.since} />}
      </span>
    </div>
  )
}

type Props = { id: string; range: CompareRange; onOpen: (eventId: string) => void }

/** What differs between two times, and the versions in between. */
export function ComparisonCard({ id, range, onOpen }: Props) {
  const query = useApi<Comparison>(`/resources/${id}/compare`, { from: range.from, to: range.to })
  if (query.isPending) return <SkeletonRows rows={4} />
  if (!query.data)
    return (
      <ErrorState
        title="The two times could not be compared"
        error={query.error}
        stillWorks="The timeline below does not depend on it."
        retry={() => query.refetch()}
      />
    )
  const { from, to, fields, between } = query.data
  return (
    <Card title="Comparison" note={comparisonNote(query.data)}>
      <div className="mb-2 grid grid-cols-1 gap-2 sm:grid-cols-2">
        <Side side={from} />
        <Side side={to} />
      </div>
      {!canCompare(query.data) ? (
        <>
          <p className="m-0 text-table">
            Nothing is kept of it from before it was first seen. Compare with a version of the timeline below.
          </p>
          {fields.length > 0 && (
            <details>
              <summary className="cursor-pointer text-table text-muted">
                What it was at the later time
              </summary>
              {fields.map((field) => (
                <div
                  key={field.path}
                  className="grid grid-cols-1 gap-x-3 py-0.5 text-table sm:grid-cols-[11rem_minmax(0,1fr)]"
                >
                  <Text value={field.path} mono className="whitespace-normal break-all text-muted" />
                  <Text value={field.after ?? '–'} mono className="whitespace-pre-wrap break-all" />
                </div>
              ))}
            </details>
          )}
        </>
      ) : fields.length === 0 ? (
        <p className="m-0 text-table text-muted">
          {from.state === 'there' && to.state === 'there'
            ? 'Nothing differs.'
            : 'There is nothing to compare it with.'}
        </p>
      ) : (
        fields.map((field) => <FieldDiff key={field.path} change={field} />)
      )}
      {between.length > 0 && (
        <ul className="mt-2 mb-0 list-none border-t border-line p-0 pt-2 text-table">
          {between.map((entry) => (
            <li key={entry.at} className="flex flex-wrap items-center gap-x-2">
              <Time at={entry.at} /> <span>{entry.kind}</span>
              <WhoDidIt entry={entry} onOpen={onOpen} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
