import { Sparkline } from '#components/charts/sparkline.tsx'
import { formatCount } from '#components/ui/format.ts'
import { ScrollArea } from '#components/ui/scroll-area.tsx'
import { SeverityLabel } from '#components/ui/severity-badge.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import type { TuningPreview } from '#server/services/detections/schema.ts'

type Rows = TuningPreview['gained']

function HitRows({ label, rows, total }: { label: string; rows: Rows; total: number }) {
  if (total === 0) return null
  return (
    <details open={total <= 5}>
      <summary className="cursor-pointer">
        <span className="num font-medium">{formatCount(total)}</span> {label}
      </summary>
      <ScrollArea label={label} className="mt-1 max-h-56">
        <ul className="m-0 list-none p-0">
          {rows.map((row) => (
            <li
              key={`${row.at} ${row.title} ${row.eventIds[0]}`}
              className="grid min-w-0 grid-cols-[5rem_minmax(0,1fr)_auto] gap-x-2"
            >
              <SeverityLabel severity={row.severity} />
              <Text value={row.title} />
              <Time at={row.at} as="clock" className="num text-muted" />
            </li>
          ))}
          {total > rows.length && <li className="text-muted">and {formatCount(total - rows.length)} more</li>}
        </ul>
      </ScrollArea>
    </details>
  )
}

/** How a change compares with what is in force, over the stored records: counts by day, what is more and what is less. */
export function TuningPreviewBox({ preview }: { preview: TuningPreview }) {
  const { before, after, days, records, gained, lost, gainedTotal, lostTotal, changedSeverity } = preview
  const isSame = gainedTotal + lostTotal + changedSeverity === 0
  const isCut = preview.lookedTo < preview.to
  // Of days before the oldest stored record nobody knows anything: that is no zero.
  const firstDay = (preview.storedFrom ?? preview.from).slice(0, 10)
  const counts = (of: 'before' | 'after') =>
    days.map((day) => (day.at.slice(0, 10) < firstDay ? null : day[of]))
  return (
    <section
      aria-label="What the change would have found"
      className="grid grid-cols-1 gap-2 rounded-md border border-line p-2 text-table"
    >
      <p role="status" className="m-0 font-medium">
        {isSame
          ? `No difference: ${formatCount(before)} ${before === 1 ? 'hit' : 'hits'} either way`
          : `${formatCount(before)} ${before === 1 ? 'hit' : 'hits'} as it is, ${formatCount(after)} with the change`}
      </p>
      <dl className="m-0 grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-3 gap-y-1">
        <dt className="text-muted">as it is</dt>
        <dd className="m-0">
          <Sparkline values={counts('before')} label="hits a day as it is" tone="neutral" widthPx={180} />
        </dd>
        <dt className="text-muted">with the change</dt>
        <dd className="m-0">
          <Sparkline values={counts('after')} label="hits a day with the change" widthPx={180} />
        </dd>
      </dl>
      <HitRows label={gainedTotal === 1 ? 'hit more' : 'hits more'} rows={gained} total={gainedTotal} />
      <HitRows label={lostTotal === 1 ? 'hit less' : 'hits less'} rows={lost} total={lostTotal} />
      {changedSeverity > 0 && (
        <p className="m-0">
          <span className="num font-medium">{formatCount(changedSeverity)}</span> of another severity
        </p>
      )}
      <p className="m-0 text-muted">
        {formatCount(records)} stored records were looked at, from{' '}
        <Time at={preview.storedFrom ?? preview.from} as="clock" /> to{' '}
        <Time at={preview.lookedTo} as="clock" />
        {preview.storedFrom && ': older ones are not stored'}. Hits that the allow-list expects are not
        counted.
      </p>
      {isCut && (
        <p className="m-0 font-medium text-high">
          Time ran out: records after that were not looked at. Choose fewer days.
        </p>
      )}
    </section>
  )
}
