import { CodeBlock } from '#components/ui/code-block.tsx'
import { Text } from '#components/ui/text.tsx'
import type { StatementRef } from '#server/domain/access/access.ts'

const KIND_WORDS: Record<StatementRef['kind'], string> = {
  inline: 'inline policy',
  managed: 'managed policy',
  boundary: 'permissions boundary',
  scp: 'service control policy',
  resource: 'resource policy',
  trust: 'trust policy',
}

function pretty(quote: string): string {
  try {
    return JSON.stringify(JSON.parse(quote), null, 2)
  } catch {
    return quote
  }
}

/** A statement as it stands in its policy, folded until it is asked for. */
export function StatementQuote({ statement, open }: { statement: StatementRef; open?: boolean }) {
  const which = statement.sid ?? `statement ${statement.index + 1}`
  return (
    <details open={open} className="min-w-0">
      <summary className="cursor-pointer text-muted">
        <Text value={which} mono /> of the {KIND_WORDS[statement.kind]} <Text value={statement.policy} mono />
      </summary>
      <CodeBlock code={pretty(statement.quote)} label={`Statement ${which}`} />
    </details>
  )
}
