import { CodeBlock } from '#components/ui/code-block.tsx'
import { Text } from '#components/ui/text.tsx'
import type { FindingDetail } from '#server/services/findings/schema.ts'

const isCode = (value: string) => /^[{[]/.test(value) || value.includes('\n')

function pretty(value: string): string {
  try {
    return JSON.stringify(JSON.parse(value), null, 2)
  } catch {
    return value
  }
}

/** What decided a verdict: settings as pairs, statements as code. */
export function EvidenceList({ evidence }: { evidence: FindingDetail['evidence'] }) {
  if (evidence.length === 0) return <p className="m-0 text-table text-muted">Nothing more is recorded.</p>
  return (
    <dl className="m-0 grid min-w-0 grid-cols-1 gap-2 text-table">
      {evidence.map(({ label, value }) => (
        <div key={`${label} ${value}`} className="min-w-0">
          <dt className="text-muted">
            <Text value={label} className="max-w-full whitespace-normal break-words" />
          </dt>
          <dd className="m-0 min-w-0">
            {isCode(value) ? (
              <CodeBlock code={pretty(value)} label={label} />
            ) : (
              <Text
                value={value}
                mono={!value.includes(' ')}
                className="max-w-full whitespace-normal break-words [overflow-wrap:anywhere]"
              />
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}
