import { CodeBlock } from '#components/ui/code-block.tsx'
import { visibleText } from '#server/domain/text.ts'
import type { AlertDetail } from '#server/services/alerts/schema.ts'
import { fillCommand } from './fill-command.ts'

/** What to do, in order. Sightline only reads: the commands are for the reader to run. */
export function ResponseSteps({ detail }: { detail: AlertDetail }) {
  const { alert, response: steps } = detail
  if (steps.length === 0) return <p className="text-muted">The rule names no steps.</p>
  return (
    <ol className="grid grid-cols-1 gap-3">
      {steps.map((step, index) => (
        <li key={step.text} className="grid grid-cols-[1.25rem_minmax(0,1fr)] gap-x-2">
          <span className="num text-faint">{index + 1}</span>
          <div className="grid grid-cols-1 gap-1.5">
            <p>{visibleText(step.text)}</p>
            {step.command && (
              <CodeBlock code={fillCommand(step.command, alert)} label={`Command of step ${index + 1}`} />
            )}
          </div>
        </li>
      ))}
    </ol>
  )
}
