import { Card } from '#components/ui/card.tsx'
import { Text } from '#components/ui/text.tsx'
import type { DetectionList } from '#server/services/detections/schema.ts'

/** Files of Sigma rules that do not run, each with what stands in the way. */
export function SigmaProblems({ problems }: Pick<DetectionList, 'problems'>) {
  if (problems.length === 0) return null
  return (
    <Card
      title="Sigma rules that do not run"
      note={`${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}: everything else goes on`}
      className="mb-3"
      flush
    >
      <ul
        aria-label="Sigma rules that do not run"
        className="m-0 max-h-60 list-none overflow-y-auto p-0 text-table"
      >
        {problems.map(({ file, text }) => (
          <li key={`${file} ${text}`} className="min-w-0 border-t border-line px-3 py-1.5">
            <Text value={file} mono className="max-w-full font-medium" />
            <Text value={text} className="block max-w-full whitespace-normal break-words text-high" />
          </li>
        ))}
      </ul>
    </Card>
  )
}
