'use client'
import { X } from 'lucide-react'
import { Button } from '#components/ui/button.tsx'
import { triggerWord } from './cost-words.ts'
import type { CostState } from './use-cost-state.ts'

/** What the page is narrowed to, each part with a way out. */
export function NarrowedBy({ view }: { view: CostState }) {
  if (!view.isNarrowed) return null
  const { owner, trigger, q } = view.state
  const parts = [
    { key: 'owner' as const, text: owner && `owned by ${owner === 'none' ? 'nobody' : owner}` },
    { key: 'trigger' as const, text: trigger && `started by ${triggerWord(trigger).toLowerCase()}` },
    { key: 'q' as const, text: q && `named “${q}”` },
  ]
  return (
    <p className="mb-3 mt-0 flex flex-wrap items-center gap-1.5 text-table">
      <span className="text-muted">Only functions</span>
      {parts
        .filter(({ text }) => text !== '')
        .map(({ key, text }) => (
          <Button
            key={key}
            size="sm"
            onClick={() => view.narrow({ [key]: '' })}
            aria-label={`Not only ${text}`}
          >
            {text} <X size={12} aria-hidden />
          </Button>
        ))}
    </p>
  )
}
