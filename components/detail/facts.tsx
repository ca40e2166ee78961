import type { ReactNode } from 'react'

export type Fact = { label: string; value: ReactNode }

/** Names and values in two columns. */
export function Facts({ facts }: { facts: Fact[] }) {
  return (
    <dl className="m-0 grid grid-cols-[minmax(7rem,auto)_minmax(0,1fr)] gap-x-3 gap-y-1 text-table">
      {facts.map((fact) => (
        <div key={fact.label} className="contents">
          <dt className="text-muted">{fact.label}</dt>
          <dd className="m-0 min-w-0 break-words">{fact.value}</dd>
        </div>
      ))}
    </dl>
  )
}
