'use client'
import type { TableState } from '#components/table/use-table-state.ts'
import { cn } from '#components/ui/cn.ts'
import type { AlertRow } from '#server/services/alerts/schema.ts'

export const OPEN = 'open'

const EVERY: readonly AlertRow['state'][] = ['firing', 'acknowledged', 'snoozed', 'resolved']

const CHOICES: readonly { label: string; states: readonly string[] }[] = [
  { label: 'Open', states: [] },
  { label: 'Firing', states: ['firing'] },
  { label: 'Resolved', states: ['resolved'] },
  { label: 'All', states: EVERY },
]

/** The states that are asked for most; without a choice it is everything but resolved. */
export function OpenFilter({ state }: { state: TableState }) {
  const chosen = (state.search.values.state ?? []).filter((one) => one !== OPEN)
  return (
    <fieldset className="flex shrink-0 rounded-md border border-line-strong/60" aria-label="State">
      {CHOICES.map(({ label, states }) => {
        const on = states.length === chosen.length && states.every((one) => chosen.includes(one))
        return (
          <button
            key={label}
            type="button"
            aria-pressed={on}
            onClick={() => state.setFilter('state', [...states])}
            className={cn(
              'h-6.5 px-2 text-table first:rounded-l-md last:rounded-r-md',
              on ? 'bg-hover font-medium text-accent' : 'text-muted hover:text-text',
            )}
          >
            {label}
          </button>
        )
      })}
    </fieldset>
  )
}
