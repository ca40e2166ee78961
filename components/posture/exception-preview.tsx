import { PreviewBox } from '#components/decisions/preview-box.tsx'
import type { Previewed } from '#components/query/use-preview.ts'
import { formatCount } from '#components/ui/format.ts'
import { Text } from '#components/ui/text.tsx'
import type { ExceptionPreview } from '#server/services/exceptions/schema.ts'

/** The findings that an exception would cover, were it saved now. */
export function ExceptionPreviewBox(asked: Previewed<ExceptionPreview>) {
  return (
    <PreviewBox
      {...asked}
      said={({ total }) => (
        <>
          It covers <span className="num">{formatCount(total)}</span> open{' '}
          {total === 1 ? 'finding' : 'findings'}
        </>
      )}
      already={({ alreadyExcepted }) =>
        alreadyExcepted > 0 ? `${formatCount(alreadyExcepted)} are excepted already` : null
      }
      rowsOf={({ findings }) => findings}
      rowsLabel="Findings that it covers"
    >
      {(row) => (
        <li key={row.id} className="grid min-w-0 grid-cols-1 gap-x-2 sm:grid-cols-[minmax(0,1fr)_auto]">
          <Text value={row.checkTitle} />
          <Text value={row.resourceName} mono className="max-w-full text-muted sm:max-w-60" />
        </li>
      )}
    </PreviewBox>
  )
}
