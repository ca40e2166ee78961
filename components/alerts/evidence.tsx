import { visibleText } from '#server/domain/text.ts'
import type { AlertDetail } from '#server/services/alerts/schema.ts'

/** What decided that this is an alert: names and values. */
export function Evidence({ items }: { items: AlertDetail['evidence'] }) {
  if (items.length === 0) return null
  return (
    <dl className="grid grid-cols-[minmax(6rem,auto)_minmax(0,1fr)] gap-x-4 gap-y-1 text-table">
      {items.map((item) => (
        <div key={`${item.label} ${item.value}`} className="contents">
          <dt className="text-muted">{visibleText(item.label)}</dt>
          <dd className="num break-words">{visibleText(item.value)}</dd>
        </div>
      ))}
    </dl>
  )
}
