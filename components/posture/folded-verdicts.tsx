'use client'
import { useState } from 'react'
import { VerdictsCard } from './verdicts-card.tsx'

/** What every check says of one resource, asked for once it is unfolded. */
export function FoldedVerdicts({ id }: { id: string }) {
  const [open, setOpen] = useState(false)
  return (
    <details className="mb-3" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="cursor-pointer text-table text-accent">What checks say of it</summary>
      <div className="mt-2">{open && <VerdictsCard id={id} />}</div>
    </details>
  )
}
