'use client'
import type { TableState } from '#components/table/use-table-state.ts'
import { cn } from '#components/ui/cn.ts'

const CHOICES = [
  ['All', undefined],
  ['Going on', 'open'],
  ['Ended', 'ended'],
] as const

/** Incidents that go on, those that ended, or both. */
export function StateFilter({ state }: { state: TableState }) {
  const [chosen] = state.search.values.state ?? []
  return (
    <fieldset className="flex shrink-0 rounded-md border border-line-strong/60" aria-label="State">
      {CHOICES.map(([label, value]) => (
        <button
          key={label}
          type="button"
          aria-pressed={chosen === value}
          onClick={() => state.setFilter('state', value ? [value] : [])}
          className={cn(
            'h-6.5 px-2 text-table first:rounded-l-md last:rounded-r-md',
            chosen === value ? 'bg-hover font-medium text-accent' : 'text-muted hover:text-text',
          )}
        >
          {label}
        </button>
      ))}
    </fieldset>
  )
}
