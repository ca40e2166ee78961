import { CodeBlock } from '#components/ui/code-block.tsx'
import { Text } from '#components/ui/text.tsx'
import type { Fix } from './fix-command.ts'

/** Commands that close or mend something, to copy: Sightline only reads. */
export function FixList({ fixes }: { fixes: Fix[] }) {
  const distinct = fixes.filter((fix, i) => fixes.findIndex((one) => one.command === fix.command) === i)
  if (distinct.length === 0) return null
  return (
    <div className="grid min-w-0 grid-cols-1 gap-2 text-table">
      <p className="m-0 text-muted">
        To copy and run yourself: Sightline only reads. See first who calls it this way today.
      </p>
      {distinct.map((fix) => (
        <div key={fix.command} className="grid min-w-0 grid-cols-1 gap-1">
          <Text value={fix.text} className="max-w-full whitespace-normal break-words" />
          <CodeBlock code={fix.command} label={`Command: ${fix.text}`} />
        </div>
      ))}
    </div>
  )
}
