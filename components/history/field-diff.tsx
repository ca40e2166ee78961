import { Text } from '#components/ui/text.tsx'
import { visibleText } from '#server/domain/text.ts'
import type { VersionEntry } from '#server/services/history/schema.ts'
import { foldSame, lineDiff, linesOf } from './line-diff.ts'

type FieldChange = VersionEntry['fields'][number]

const SIGNS = { same: ' ', removed: '-', added: '+' } as const
const TONES = {
  same: 'text-muted',
  removed: 'bg-critical/10 text-critical',
  added: 'bg-accent/10 text-accent',
} as const

function Lines({ change }: { change: FieldChange }) {
  const lines = foldSame(lineDiff(linesOf(change.before), linesOf(change.after)))
  return (
    <pre className="num m-0 max-h-80 overflow-auto rounded-md border border-line bg-bg text-table">
      {lines.map(({ at, line }) =>
        line ? (
          <div key={at} className={`px-2 ${TONES[line.kind]}`}>
            {SIGNS[line.kind]} {visibleText(line.text)}
          </div>
        ) : (
          <div key={at} className="px-2 text-faint">
            ⋯
          </div>
        ),
      )}
    </pre>
  )
}

function Side({ value, word }: { value: string | null; word: string }) {
  if (value === null) return <span className="text-muted">{word}</span>
  return <Text value={value === '' ? '(empty)' : value} mono className="whitespace-normal break-all" />
}

/** One field before and after: short values side by side, long ones line by line. */
export function FieldDiff({ change }: { change: FieldChange }) {
  const isLong = linesOf(change.before).length > 1 || linesOf(change.after).length > 1
  return (
    <div className="grid grid-cols-1 min-w-0 gap-x-3 gap-y-0.5 py-1 text-table sm:grid-cols-[11rem_minmax(0,1fr)]">
      <Text value={change.path} mono className="whitespace-normal break-all text-muted" />
      {isLong ? (
        <Lines change={change} />
      ) : (
        <div className="flex min-w-0 flex-wrap items-baseline gap-x-2">
          <span className="min-w-0 text-critical">
            <Side value={change.before} word="not there" />
          </span>
          <span className="text-faint" role="img" aria-label="became">
            →
          </span>
          <span className="min-w-0 text-accent">
            <Side value={change.after} word="gone" />
          </span>
        </div>
      )}
    </div>
  )
}
