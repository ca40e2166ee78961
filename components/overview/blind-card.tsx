import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Card } from '#components/ui/card.tsx'
import { visibleText } from '#server/domain/text.ts'
import type { Overview } from '#server/services/overview/schema.ts'

type Props = { items: Overview['blind']; collected: boolean }

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`

/** What was denied or failed, and what is not known because of it. */
export function BlindCard({ items, collected }: Props) {
  return (
    <Card
      title="What we cannot see"
      actions={
        <ScopedLink href="/settings/coverage" className="text-table text-accent hover:underline">
          Coverage
        </ScopedLink>
      }
      flush
    >
      {items.length === 0 ? (
        <p className="px-3 pb-3 text-muted">
          {collected
            ? 'Nothing was denied and nothing failed in the last run of each collector.'
            : 'Nothing was collected yet, so nothing is known.'}
        </p>
      ) : (
        <ul>
          {items.map((item) => (
            <li key={`${item.permission} ${item.state}`} className="border-t border-line px-3 py-1.5">
              <div className="flex items-center gap-2">
                <code className="num min-w-0 truncate text-table">{visibleText(item.permission)}</code>
                <Badge tone="unknown">{item.state}</Badge>
              </div>
              <p className="text-table text-muted">
                {visibleText(item.hides)}
                {item.functions > 0 && `: unknown for ${plural(item.functions, 'function')}`} ·{' '}
                <span title={item.accounts.map(visibleText).join(', ')}>
                  {plural(item.accounts.length, 'account')}
                </span>
                ,{' '}
                <span title={item.regions.map(visibleText).join(', ')}>
                  {plural(item.regions.length, 'region')}
                </span>
              </p>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
