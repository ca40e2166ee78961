import { Card } from '#components/ui/card.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import type { FunctionReach } from '#server/domain/reach/reach.ts'
import { type Fix, fixesOf } from './fix-command.ts'
import { FixList } from './fix-list.tsx'
import { Quoted } from './quoted.tsx'
import { ReachBadge } from './reach-badge.tsx'
import { decidingAnswer, reachSentence } from './reach-words.ts'

type Props = {
  reach: FunctionReach
  computedAt: string | null
  place: { functionName: string; region: string }
}

/** Who can invoke the function, what decides it, and the command that would close it. */
export function ReachSummary({ reach, computedAt, place }: Props) {
  const answer = decidingAnswer(reach)
  const fixes: Fix[] = answer ? fixesOf(answer, place) : []
  return (
    <Card
      title="Who can invoke it"
      note={<ReachBadge level={reach.level} certainty={answer?.certainty} />}
      actions={
        <span className="text-table text-muted">
          worked out <Time at={computedAt} />
        </span>
      }
    >
      <p className="m-0 mb-2 font-medium">{reachSentence(reach)}</p>
      {answer?.entry && (
        <p className="m-0 mb-2 flex min-w-0 items-center gap-2 text-table">
          <span className="shrink-0 text-muted">at</span>
          <Text value={answer.entry} mono copy />
        </p>
      )}
      <div className="grid min-w-0 grid-cols-1 items-start gap-3 lg:grid-cols-2">
        <section aria-label="What decides it" className="grid min-w-0 grid-cols-1 gap-2">
          <h3 className="caps">What decides it</h3>
          {answer && answer.decidedBy.length > 0 ? (
            answer.decidedBy.map((one) => (
              <Quoted key={`${one.what} ${one.quote}`} what={one.what} quote={one.quote} />
            ))
          ) : (
            <p className="m-0 text-table text-muted">No statement or setting lets anyone in from outside.</p>
          )}
        </section>
        {(fixes.length > 0 || reach.cors !== null) && (
          <div className="grid min-w-0 grid-cols-1 gap-3">
            {fixes.length > 0 && (
              <section aria-label="To close it" className="grid min-w-0 grid-cols-1 gap-2">
                <h3 className="caps">To close it</h3>
                <FixList fixes={fixes} />
              </section>
            )}
            {reach.cors !== null && (
              <section aria-label="CORS of the URL" className="grid min-w-0 grid-cols-1 gap-1 text-table">
                <h3 className="caps">CORS of the URL</h3>
                <Text value={reach.cors} className="max-w-full whitespace-normal break-words" />
              </section>
            )}
          </div>
        )}
      </div>
    </Card>
  )
}
