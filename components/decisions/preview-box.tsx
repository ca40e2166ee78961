import type { ReactNode } from 'react'
import type { Previewed } from '#components/query/use-preview.ts'
import { ErrorState } from '#components/ui/error-state.tsx'
import { formatCount } from '#components/ui/format.ts'
import { ScrollArea } from '#components/ui/scroll-area.tsx'
import { SeverityCounts } from '#components/ui/severity-counts.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import type { Severity } from '#server/domain/severity.ts'
import { visibleText } from '#server/domain/text.ts'

type Preview = { total: number; bySeverity: Record<Severity, number>; warnings: string[] }

type Props<P extends Preview, Row> = Previewed<P> & {
  said: (preview: P) => ReactNode
  /** What is covered by another decision already. */
  already: (preview: P) => string | null
  rowsOf: (preview: P) => Row[]
  rowsLabel: string
  children: (row: Row) => ReactNode
}

/** What a decision would cover, and what is odd about that: to be seen before it is saved. */
export function PreviewBox<P extends Preview, Row>(props: Props<P, Row>) {
  const { query, preview } = props
  if (query.isError)
    return (
      <ErrorState title="The preview could not be made" error={query.error} retry={() => query.refetch()} />
    )
  if (!preview) return <SkeletonRows rows={3} />
  const rows = props.rowsOf(preview)
  const already = props.already(preview)
  return (
    <section
      aria-label="What it covers"
      className="grid grid-cols-1 gap-1.5 rounded-md border border-line p-2 text-table"
    >
      <p role="status" className="m-0 flex flex-wrap items-center gap-x-3">
        <span className="font-medium">{props.said(preview)}</span>
        {preview.total > 0 && <SeverityCounts counts={preview.bySeverity} />}
        {already && <span className="text-muted">{already}</span>}
      </p>
      {preview.warnings.map((warning) => (
        <p key={warning} className="m-0 break-words font-medium text-high">
          {visibleText(warning)}
        </p>
      ))}
      {rows.length > 0 && (
        <ScrollArea label={props.rowsLabel} className="max-h-40">
          <ul className="m-0 list-none p-0">
            {rows.map(props.children)}
            {preview.total > rows.length && (
              <li className="text-muted">and {formatCount(preview.total - rows.length)} more</li>
            )}
          </ul>
        </ScrollArea>
      )}
    </section>
  )
}
