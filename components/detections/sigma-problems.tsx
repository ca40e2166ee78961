import { Card } from '#components/ui/card.tsx'
import { formatCount } from '#components/ui/format.ts'
import { ScrollArea } from '#components/ui/scroll-area.tsx'
import { Text } from '#components/ui/text.tsx'
import type { DetectionList } from '#server/services/detections/schema.ts'

/** Sigma rules that do not run, each with its place in its file and with what stands in the way. */
export function SigmaProblems({ sigma }: Pick<DetectionList, 'sigma'>) {
  if (!sigma || sigma.problems.length === 0) return null
  const { folder, rules, problems } = sigma
  return (
    <Card
      title="Sigma rules that do not run"
      note={
        <>
          {formatCount(problems.length)} {problems.length === 1 ? 'problem' : 'problems'} in{' '}
          <Text value={folder} mono className="max-w-60" />; {formatCount(rules)}{' '}
          {rules === 1 ? 'rule runs' : 'rules run'}
        </>
      }
      className="mb-3"
      flush
    >
      <ScrollArea label="Sigma rules that do not run" className="max-h-60">
        <ul className="m-0 list-none p-0 text-table">
          {problems.map(({ file, line, text }) => (
            <li key={`${file} ${line} ${text}`} className="min-w-0 border-t border-line px-3 py-1.5">
              <p className="m-0">
                <Text
                  value={line === null ? file : `${file}:${line}`}
                  mono
                  className="max-w-full font-medium"
                />
              </p>
              <p className="m-0 text-high">
                <Text value={text} className="max-w-full whitespace-normal break-words" />
              </p>
            </li>
          ))}
        </ul>
      </ScrollArea>
    </Card>
  )
}
