import { Button } from '#components/ui/button.tsx'
import { Time } from '#components/ui/time.tsx'
import type { VersionEntry } from '#server/services/history/schema.ts'
import { FieldDiff } from './field-diff.tsx'
import { WhoDidIt } from './who-did-it.tsx'

type Props = {
  entry: VersionEntry
  onOpen: (eventId: string) => void
  onCompare: (from: string) => void
}

/** One version in the timeline: when, by whom, and each field before and after. */
export function VersionCard({ entry, onOpen, onCompare }: Props) {
  return (
    <li className="border-t border-line px-3 py-2 first:border-0">
      <div className="flex flex-wrap items-center gap-x-2 text-table">
        <span className="text-body font-medium">{entry.kind}</span>
        <Time at={entry.at} />
        <span className="text-faint">
          <Time at={entry.at} as="clock" className="num" />
        </span>
        <WhoDidIt entry={entry} onOpen={onOpen} />
        {entry.id !== null && (
          <Button variant="ghost" size="sm" className="ml-auto" onClick={() => onCompare(entry.at)}>
            Compare with now
          </Button>
        )}
      </div>
      {entry.fields.map((field) => (
        <FieldDiff key={field.path} change={field} />
      ))}
      {entry.kind === 'changed' && entry.fields.length === 0 && (
        <p className="m-0 text-table text-muted">Only fields that AWS sets by itself differ.</p>
      )}
    </li>
  )
}
