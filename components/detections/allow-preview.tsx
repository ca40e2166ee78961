import { PreviewBox } from '#components/decisions/preview-box.tsx'
import type { Previewed } from '#components/query/use-preview.ts'
import { formatCount } from '#components/ui/format.ts'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import type { AllowPreview } from '#server/services/allow-entries/schema.ts'

/** The hits of thirty days that an entry would have kept from being alerts, were it there already. */
export function AllowPreviewBox(asked: Previewed<AllowPreview>) {
  return (
    <PreviewBox
      {...asked}
      said={({ total, of, days }) => (
        <>
          It would have covered <span className="num">{formatCount(total)}</span> of{' '}
          <span className="num">{formatCount(of)}</span> hits in {days} days
        </>
      )}
      already={({ alreadyAllowed }) =>
        alreadyAllowed > 0 ? `${formatCount(alreadyAllowed)} are allowed already` : null
      }
      rowsOf={({ hits }) => hits}
      rowsLabel="Hits that it would have covered"
    >
      {(row) => (
        <li key={row.id} className="grid min-w-0 grid-cols-[minmax(0,1fr)_auto] gap-x-2">
          <Text value={row.title} />
          <Time at={row.at} as="clock" className="num text-muted" />
        </li>
      )}
    </PreviewBox>
  )
}
