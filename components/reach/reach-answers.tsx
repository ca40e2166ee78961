import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Card } from '#components/ui/card.tsx'
import { Text } from '#components/ui/text.tsx'
import type { ReachAnswer } from '#server/domain/reach/reach.ts'
import type { TriggerRow } from '#server/services/triggers/schema.ts'
import { Deciders } from './deciders.tsx'
import { GuardList } from './guard-list.tsx'
import { ReachBadge } from './reach-badge.tsx'
import { CERTAINTY_WORDS, VIA_WORDS } from './reach-words.ts'

function Answer({ answer, trigger }: { answer: ReachAnswer; trigger: TriggerRow | undefined }) {
  return (
    <li className="grid min-w-0 grid-cols-1 gap-x-4 gap-y-1 border-t border-line px-3 py-2 text-table md:grid-cols-[11rem_minmax(0,1fr)_minmax(0,16rem)]">
      <div className="grid min-w-0 content-start gap-1">
        <ReachBadge level={answer.audience} />
        <span className="text-muted">by {VIA_WORDS[answer.via]}</span>
        {answer.certainty !== 'certain' && (
          <span>
            <Badge tone={answer.certainty === 'unknown' ? 'unknown' : 'medium'}>{answer.certainty}</Badge>
          </span>
        )}
      </div>
      <div className="grid min-w-0 grid-cols-1 content-start gap-1">
        <Text value={answer.who} className="max-w-full whitespace-normal break-words font-medium" />
        {answer.certainty !== 'certain' && (
          <span className="text-muted">{CERTAINTY_WORDS[answer.certainty]}</span>
        )}
        {answer.entry && <Text value={answer.entry} mono copy />}
        <Deciders items={answer.decidedBy} />
        {trigger && (
          <ScopedLink
            href={`/triggers/${trigger.id}`}
            className="justify-self-start text-accent hover:underline"
          >
            Trigger
          </ScopedLink>
        )}
      </div>
      <GuardList guards={answer.guards} none="no guard on this way" />
    </li>
  )
}

/** Every way in, widest audience first, with what decides it and what guards it. */
export function ReachAnswers({ answers, triggers }: { answers: ReachAnswer[]; triggers: TriggerRow[] }) {
  return (
    <Card title="Ways in" note={`${answers.length}, widest first`} flush>
      {answers.length === 0 ? (
        <p className="m-0 px-3 pb-3 text-table text-muted">
          Nothing that was read lets anyone in. Whoever holds lambda:InvokeFunction in the account may still
          call it.
        </p>
      ) : (
        <ul className="m-0 list-none p-0">
          {answers.map((answer) => (
            <Answer
              key={JSON.stringify(answer)}
              answer={answer}
              trigger={triggers.find((row) => row.key === answer.triggerKey)}
            />
          ))}
        </ul>
      )}
    </Card>
  )
}
