import { CodeBlock } from '#components/ui/code-block.tsx'
import type { HistoryPlan } from '#server/services/history-queries/schema.ts'

/** The query before it runs: its text, what keeps it small, and what does not. */
export function PlanView({ plan, error }: { plan: HistoryPlan | undefined; error: Error | null }) {
  if (error)
    return (
      <p role="alert" className="m-0 break-words text-table text-critical">
        {error.message}
      </p>
    )
  if (!plan) return null
  return (
    <section aria-label="What will be asked" className="grid min-w-0 grid-cols-1 gap-2">
      <CodeBlock code={plan.sql} label="The query" />
      <ul className="m-0 list-none p-0 text-table">
        {plan.bounds.map((text) => (
          <li key={text} className="text-muted">
            {text}
          </li>
        ))}
        {plan.warnings.map((text) => (
          <li key={text} className="font-medium text-medium">
            {text}
          </li>
        ))}
      </ul>
    </section>
  )
}
