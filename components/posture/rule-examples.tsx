import { Button } from '#components/ui/button.tsx'
import type { OwnRule } from '#server/services/rules/schema.ts'

type Example = { asks: string; kind: OwnRule['kind']; condition: string }

const EXAMPLES: Example[] = [
  {
    asks: 'Only runtimes that were agreed on',
    kind: 'function',
    condition: 'resource.runtime in ["nodejs22.x", "python3.13", "java21"]',
  },
  {
    asks: 'What the internet reaches has an owner',
    kind: 'function',
    condition: 'reach.level != "internet" || labels.owner != null',
  },
  {
    asks: 'Production functions trace their requests',
    kind: 'function',
    condition: 'labels.env != "production" || resource.tracingMode == "Active"',
  },
  {
    asks: 'No role of a function is as strong as an administrator',
    kind: 'function',
    condition: 'role.level != "critical"',
  },
  {
    asks: 'Names of functions say their team',
    kind: 'function',
    condition: 'resource.name.matches("^(orders|billing|media)-")',
  },
  {
    asks: 'Logs are kept for at least 90 days',
    kind: 'log-group',
    condition: 'resource.retentionDays == null || resource.retentionDays >= 90',
  },
]

type Props = { onUse: (values: Pick<OwnRule, 'kind' | 'condition'>) => void }

/** Conditions to begin with, each for the kind that it looks at. */
export function RuleExamples({ onUse }: Props) {
  return (
    <details className="min-w-0 flex-1 text-table">
      <summary className="cursor-pointer text-accent">Conditions to begin with</summary>
      <ul className="m-0 mt-1 grid list-none grid-cols-1 gap-1.5 p-0">
        {EXAMPLES.map(({ asks, kind, condition }) => (
          <li key={asks} className="flex min-w-0 flex-wrap items-center gap-x-3">
            <span className="min-w-0 flex-1 basis-72">
              {asks}
              <code className="num block break-all text-muted">{condition}</code>
            </span>
            <Button size="sm" aria-label={`Use: ${asks}`} onClick={() => onUse({ kind, condition })}>
              Use
            </Button>
          </li>
        ))}
      </ul>
      <p className="mt-1.5 mb-0 text-muted">
        The fields of a resource are those on its page under Configuration and in its record over the API: GET
        /api/v1/functions/{'{id}'} for a function.
      </p>
    </details>
  )
}
