import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { formatCount } from '#components/ui/format.ts'
import { ScrollArea } from '#components/ui/scroll-area.tsx'
import { Text } from '#components/ui/text.tsx'
import { visibleText } from '#server/domain/text.ts'
import type { OwnRuleTrial } from '#server/services/rules/schema.ts'

type Props = { trial: OwnRuleTrial; condition: string }

/** What is wrong with a condition: where, in words, and the line with a mark under the place. */
function Problem({
  problem,
  condition,
}: {
  problem: NonNullable<OwnRuleTrial['problem']>
  condition: string
}) {
  const { line, column } = problem
  const text = line === null ? undefined : condition.split('\n')[line - 1]
  return (
    <div role="alert" className="min-w-0">
      <p className="m-0 break-words font-medium text-high">
        {line !== null && `Line ${line}, column ${column ?? 1}: `}
        {visibleText(problem.text)}
      </p>
      {text !== undefined && (
        <pre aria-hidden className="num m-0 mt-1 overflow-x-auto text-table text-muted">
          {`${visibleText(text)}\n${' '.repeat(Math.max(0, (column ?? 1) - 1))}^`}
        </pre>
      )}
    </div>
  )
}

/** What a rule says of everything that is stored now. */
export function RuleTrial({ trial, condition }: Props) {
  const { problem, counts, failing, unknown, durationMs } = trial
  const asked = counts.pass + counts.fail + counts.unknown
  if (problem && asked === 0) return <Problem problem={problem} condition={condition} />
  const shown = [
    ...failing.map((one) => ({ ...one, isUnknown: false })),
    ...unknown.map((one) => ({ ...one, isUnknown: true })),
  ]
  return (
    <section
      aria-label="What it says of what is stored now"
      className="grid grid-cols-1 gap-1 rounded-md border border-line p-2 text-table"
    >
      <p role="status" className="m-0 flex flex-wrap gap-x-3">
        <span className={counts.fail > 0 ? 'font-medium text-high' : 'text-muted'}>
          {formatCount(counts.fail)} would fail
        </span>
        <span className={counts.unknown > 0 ? 'hatched rounded-sm px-1' : 'text-muted'}>
          {formatCount(counts.unknown)} unknown
        </span>
        <span>{formatCount(counts.pass)} pass</span>
        <span className="text-muted">{formatCount(counts.notApplicable)} not applicable</span>
        <span className="ml-auto text-muted">{formatCount(durationMs)} ms</span>
      </p>
      {problem && <p className="m-0 break-words font-medium text-high">{visibleText(problem.text)}</p>}
      {asked === 0 && (
        <p className="m-0 text-muted">
          Nothing of this kind is stored, or the selector leaves all of it out.
        </p>
      )}
      {shown.length > 0 && (
        <ScrollArea label="Would fail or are unknown" className="max-h-48">
          <ul className="m-0 list-none p-0">
            {shown.map((one) => (
              <li
                key={one.resourceId}
                className="grid min-w-0 grid-cols-1 gap-x-2 sm:grid-cols-[minmax(0,16rem)_minmax(0,1fr)]"
              >
                <ScopedLink href={`/changes/${one.resourceId}`} className="min-w-0 hover:underline">
                  <Text value={one.name} mono />
                </ScopedLink>
                <Text
                  value={one.text}
                  className={
                    one.isUnknown ? 'hatched max-w-full justify-self-start rounded-sm px-1' : 'text-muted'
                  }
                />
              </li>
            ))}
          </ul>
        </ScrollArea>
      )}
    </section>
  )
}
