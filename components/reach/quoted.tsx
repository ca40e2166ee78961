import { ChevronRight } from 'lucide-react'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { Text } from '#components/ui/text.tsx'
import { prettyQuote } from './reach-words.ts'

type Props = { what: string; quote: string | null; label?: string }

/** What decides something, in words, and under it the statement or setting itself. */
export function Quoted({ what, quote, label = 'What decides it' }: Props) {
  return (
    <div className="grid min-w-0 grid-cols-1 gap-1 text-table">
      <Text value={what} className="whitespace-normal break-words" />
      {quote !== null && quote !== '' && <CodeBlock code={prettyQuote(quote)} label={`${label}: ${what}`} />}
    </div>
  )
}

/** As `Quoted`, with the statement folded away: for lists in which many stand. */
export function FoldedQuote({ what, quote, label = 'Statement' }: Props) {
  if (quote === null || quote === '') return <Text value={what} className="whitespace-normal break-words" />
  return (
    <details className="group/quote min-w-0">
      <summary className="flex cursor-pointer list-none items-start gap-1">
        <ChevronRight
          size={12}
          className="mt-0.5 shrink-0 text-muted group-open/quote:rotate-90"
          aria-hidden
        />
        <Text value={what} className="max-w-full whitespace-normal break-words" />
      </summary>
      <div className="mt-1">
        <CodeBlock code={prettyQuote(quote)} label={`${label}: ${what}`} />
      </div>
    </details>
  )
}
