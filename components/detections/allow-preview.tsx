'use client'
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { SeverityCounts } from '#components/posture/severity-counts.tsx'
import { useSettled } from '#components/posture/use-settled.ts'
import { postApi } from '#components/query/use-api.ts'
import { ErrorState } from '#components/ui/error-state.tsx'
import { formatCount } from '#components/ui/format.ts'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import { visibleText } from '#server/domain/text.ts'
import type { AllowPreview, AllowSelector } from '#server/services/allow-entries/schema.ts'

/** What an entry would have covered, were it there already; `preview` only where it is of this very selector. */
export function useAllowPreview(selector: AllowSelector | null) {
  const now = selector && JSON.stringify(selector)
  const asked = useSettled(now)
  const query = useQuery<AllowPreview, Error>({
    queryKey: ['preview-allow-entry', asked],
    queryFn: () => postApi<AllowPreview>('/allow-entries/preview', { selector: JSON.parse(asked ?? 'null') }),
    enabled: asked !== null,
    staleTime: 5000,
  })
  return { query, preview: asked === now ? query.data : undefined }
}

type Props = { query: UseQueryResult<AllowPreview, Error>; preview: AllowPreview | undefined }

/** The hits of thirty days that an entry would have kept from being alerts, and what is odd about that. */
export function AllowPreviewBox({ query, preview }: Props) {
  if (query.isError)
    return (
      <ErrorState title="The preview could not be made" error={query.error} retry={() => query.refetch()} />
    )
  if (!preview) return <SkeletonRows rows={3} />
  const { total, of, days, alreadyAllowed, bySeverity, hits, warnings } = preview
  return (
    <section
      aria-label="What it covers"
      className="grid grid-cols-1 gap-1.5 rounded-md border border-line p-2 text-table"
    >
      <p role="status" className="m-0 flex flex-wrap items-center gap-x-3">
        <span className="font-medium">
          It would have covered <span className="num">{formatCount(total)}</span> of{' '}
          <span className="num">{formatCount(of)}</span> hits in {days} days
        </span>
        {total > 0 && <SeverityCounts counts={bySeverity} />}
        {alreadyAllowed > 0 && (
          <span className="text-muted">{formatCount(alreadyAllowed)} are allowed already</span>
        )}
      </p>
      {warnings.map((warning) => (
        <p key={warning} className="m-0 break-words font-medium text-high">
          {visibleText(warning)}
        </p>
      ))}
      {hits.length > 0 && (
        <ul
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
          tabIndex={0}
          aria-label="Hits that it would have covered"
          className="m-0 max-h-40 list-none overflow-y-auto p-0"
        >
          {hits.map((row) => (
            <li key={row.id} className="grid min-w-0 grid-cols-[minmax(0,1fr)_auto] gap-x-2">
              <Text value={row.title} />
              <Time at={row.at} as="clock" className="num text-muted" />
            </li>
          ))}
          {total > hits.length && <li className="text-muted">and {formatCount(total - hits.length)} more</li>}
        </ul>
      )}
    </section>
  )
}
