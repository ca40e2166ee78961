'use client'
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { postApi } from '#components/query/use-api.ts'
import { ErrorState } from '#components/ui/error-state.tsx'
import { formatCount } from '#components/ui/format.ts'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { Text } from '#components/ui/text.tsx'
import { visibleText } from '#server/domain/text.ts'
import type { ExceptionPreview, ExceptionSelector } from '#server/services/exceptions/schema.ts'
import { SeverityCounts } from './severity-counts.tsx'
import { useSettled } from './use-settled.ts'

/** What an exception would cover, were it saved now; `data` only where it is of this very selector. */
export function useExceptionPreview(selector: ExceptionSelector | null) {
  const now = selector && JSON.stringify(selector)
  const asked = useSettled(now)
  const query = useQuery<ExceptionPreview, Error>({
    queryKey: ['preview-exception', asked],
    queryFn: () =>
      postApi<ExceptionPreview>('/exceptions/preview', { selector: JSON.parse(asked ?? 'null') }),
    enabled: asked !== null,
    staleTime: 5000,
  })
  return { query, preview: asked === now ? query.data : undefined }
}

type Props = { query: UseQueryResult<ExceptionPreview, Error>; preview: ExceptionPreview | undefined }

/** The findings that an exception would cover, and what is odd about that. */
export function ExceptionPreviewBox({ query, preview }: Props) {
  if (query.isError)
    return (
      <ErrorState title="The preview could not be made" error={query.error} retry={() => query.refetch()} />
    )
  if (!preview) return <SkeletonRows rows={3} />
  const { total, alreadyExcepted, bySeverity, findings, warnings } = preview
  return (
    <section
      aria-label="What it covers"
      className="grid grid-cols-1 gap-1.5 rounded-md border border-line p-2 text-table"
    >
      <p role="status" className="m-0 flex flex-wrap items-center gap-x-3">
        <span className="font-medium">
          It covers <span className="num">{formatCount(total)}</span> open{' '}
          {total === 1 ? 'finding' : 'findings'}
        </span>
        <SeverityCounts counts={bySeverity} />
        {alreadyExcepted > 0 && (
          <span className="text-muted">{formatCount(alreadyExcepted)} are excepted already</span>
        )}
      </p>
      {warnings.map((warning) => (
        <p key={warning} className="m-0 break-words font-medium text-high">
          {visibleText(warning)}
        </p>
      ))}
      {findings.length > 0 && (
        <ul
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
          tabIndex={0}
          aria-label="Findings that it covers"
          className="m-0 max-h-40 list-none overflow-y-auto p-0"
        >
          {findings.map((row) => (
            <li key={row.id} className="grid min-w-0 grid-cols-1 gap-x-2 sm:grid-cols-[minmax(0,1fr)_auto]">
              <Text value={row.checkTitle} />
              <Text value={row.resourceName} mono className="max-w-full text-muted sm:max-w-60" />
            </li>
          ))}
          {total > findings.length && (
            <li className="text-muted">and {formatCount(total - findings.length)} more</li>
          )}
        </ul>
      )}
    </section>
  )
}
