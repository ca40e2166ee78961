import { Unseen } from '#components/detail/unseen.tsx'
import { ReachBadge } from '#components/reach/reach-badge.tsx'
import { Text } from '#components/ui/text.tsx'
import type { TriggerRow } from '#server/services/triggers/schema.ts'
import { FailuresLabel, LiveLabel, SidesLabel } from './trigger-labels.tsx'
import { kindWord, sourceWord } from './trigger-words.ts'

/** A trigger in four lines for a phone. */
export function TriggerPhoneRow({ row }: { row: TriggerRow }) {
  return (
    <span className="grid grid-cols-1 gap-0.5">
      <span className="flex min-w-0 items-center justify-between gap-2">
        <Text value={sourceWord(row)} mono className="font-medium" />
        <span className="shrink-0 text-muted">{kindWord(row.kind)}</span>
      </span>
      <span className="flex min-w-0 items-center gap-1 text-muted">
        <span aria-hidden>→</span>
        <span className="sr-only">invokes</span>
        <Text value={row.functionName} mono />
        <span className="num ml-auto shrink-0">{row.region}</span>
      </span>
      {row.detail !== '' && <Text value={row.detail} className="max-w-full justify-self-start text-muted" />}
      <span className="flex min-w-0 flex-wrap items-center gap-x-3">
        {row.audience === 'unknown' ? <Unseen word="who: unknown" /> : <ReachBadge level={row.audience} />}
        {row.live === null ? (
          <Unseen word="live or not: unknown" reason={row.liveReason} />
        ) : (
          <LiveLabel live={row.live} reason={row.liveReason} />
        )}
        {(row.sides === 'grant only' || row.sides === 'source only') && <SidesLabel sides={row.sides} />}
        {row.failuresVia === 'nowhere' && <FailuresLabel via={row.failuresVia} to={row.failuresTo} />}
      </span>
    </span>
  )
}
