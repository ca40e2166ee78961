import { Card } from '#components/ui/card.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { visibleText } from '#server/domain/text.ts'
import type { DetectionDetail } from '#server/services/detections/schema.ts'

type Examples = DetectionDetail['examples']['fires']

function List({ head, examples }: { head: string; examples: Examples }) {
  if (examples.length === 0) return null
  return (
    <div className="grid min-w-0 grid-cols-1 gap-1">
      <h3 className="caps">{head}</h3>
      {examples.map(({ title, records }) => (
        <details key={title} className="min-w-0">
          <summary className="cursor-pointer break-words">
            {visibleText(title)}{' '}
            <span className="text-muted">
              ({records.length} {records.length === 1 ? 'record' : 'records'})
            </span>
          </summary>
          <div className="mt-1">
            <CodeBlock code={JSON.stringify(records, null, 2)} label={`Records of: ${title}`} />
          </div>
        </details>
      ))}
    </div>
  )
}

/** Records on which a detection fires, and such on which it does not; the tests of the catalogue run them. */
export function DetectionExamples({ examples }: Pick<DetectionDetail, 'examples'>) {
  return (
    <Card title="Examples">
      <div className="grid min-w-0 grid-cols-1 gap-3 text-table">
        <List head="It fires on" examples={examples.fires} />
        <List head="It does not fire on" examples={examples.quiet} />
      </div>
    </Card>
  )
}
