import type { Fact } from '#components/detail/facts.tsx'
import { ReachBadge } from '#components/reach/reach-badge.tsx'
import { REACH_LONG } from '#components/reach/reach-words.ts'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import type { TriggerRow } from '#server/services/triggers/schema.ts'
import { FailuresLabel, InvocationLabel, LiveLabel, SidesLabel } from './trigger-labels.tsx'
import { failureWords, INVOCATION_WORDS, kindWord, SIDES_LONG } from './trigger-words.ts'

function liveFact(row: TriggerRow): Fact {
  return {
    label: 'Live',
    value: (
      <span className="flex flex-wrap gap-x-2">
        <LiveLabel live={row.live} reason={row.liveReason} />
        <Text value={row.liveReason} className="max-w-full whitespace-normal text-muted" />
      </span>
    ),
  }
}

/** What a row of triggers tells, for the drawer and the head of the page. */
export function triggerFacts(row: TriggerRow): Fact[] {
  return [
    { label: 'Kind', value: kindWord(row.kind) },
    { label: 'Source', value: <Text value={row.source} mono copy /> },
    {
      label: 'Detail',
      value: <Text value={row.detail} className="max-w-full whitespace-normal break-words" />,
    },
    {
      label: 'Function',
      value: (
        <ScopedLink href={`/functions/${row.functionId}?tab=reach`} className="text-accent hover:underline">
          <Text value={row.functionName} mono />
        </ScopedLink>
      ),
    },
    {
      label: 'Qualifier',
      value: row.qualifier ? <Text value={row.qualifier} mono /> : <span className="text-muted">none</span>,
    },
    {
      label: 'Where',
      value: (
        <>
          <Text value={row.accountName} /> · <Text value={row.region} mono />
        </>
      ),
    },
    {
      label: 'Who comes in',
      value: (
        <span className="flex flex-wrap gap-x-2">
          <ReachBadge level={row.audience} />
          <span className="text-muted">{REACH_LONG[row.audience]}</span>
        </span>
      ),
    },
    liveFact(row),
    {
      label: 'Sides seen',
      value: (
        <span className="grid">
          <SidesLabel sides={row.sides} />
          <span className="text-muted">{SIDES_LONG[row.sides]}</span>
        </span>
      ),
    },
    {
      label: 'Invocation',
      value: (
        <span className="flex flex-wrap gap-x-2">
          <InvocationLabel invocation={row.invocation} />
          {row.invocation !== 'unknown' && (
            <span className="text-muted">{INVOCATION_WORDS[row.invocation]}</span>
          )}
        </span>
      ),
    },
    {
      label: 'Failures go to',
      value: row.failuresTo ? (
        <span className="grid min-w-0">
          <span>{failureWords(row.failuresVia)}</span>
          <Text value={row.failuresTo} mono copy />
        </span>
      ) : (
        <FailuresLabel via={row.failuresVia} to={null} />
      ),
    },
    { label: 'First seen', value: <Time at={row.firstSeenAt} /> },
    ...(row.goneAt ? [{ label: 'Gone', value: <Time at={row.goneAt} /> }] : []),
  ]
}
