import type { ReachAnswer } from '#server/domain/reach/reach.ts'
import { FoldedQuote } from './quoted.tsx'

const SHOWN = 4

type Decider = ReachAnswer['decidedBy'][number]

function Lines({ items }: { items: Decider[] }) {
  return items.map((one) => (
    <FoldedQuote key={`${one.what} ${one.quote}`} what={one.what} quote={one.quote} />
  ))
}

/** The statements and settings that decide an answer, each folded; many of them behind a line of their own. */
export function Deciders({ items }: { items: Decider[] }) {
  const rest = items.slice(SHOWN)
  return (
    <>
      <Lines items={items.slice(0, SHOWN)} />
      {rest.length > 0 && (
        <details className="min-w-0">
          <summary className="cursor-pointer text-accent">and {rest.length} more</summary>
          <div className="mt-1 grid min-w-0 grid-cols-1 gap-1">
            <Lines items={rest} />
          </div>
        </details>
      )}
    </>
  )
}
