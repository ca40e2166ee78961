import { ReachBadge } from '#components/reach/reach-badge.tsx'
import { REACH_FACET } from '#components/reach/reach-words.ts'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import type { Column, FilterDef } from '#components/table/table-types.ts'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import type { TriggerRow } from '#server/services/triggers/schema.ts'
import { FailuresLabel, InvocationLabel, LiveLabel, SidesLabel } from './trigger-labels.tsx'
import { FAILURE_WORDS, KIND_WORDS, kindWord, sourceWord } from './trigger-words.ts'

export const TRIGGER_FILTERS: FilterDef[] = [
  { key: 'audience', label: 'Who comes in', words: REACH_FACET, ordered: true },
  { key: 'kind', label: 'Kind', words: KIND_WORDS },
  {
    key: 'sides',
    label: 'Sides seen',
    words: {
      both: 'both sides',
      'grant only': 'grant, no source found',
      'source only': 'source, no grant found',
      setting: 'one setting is all',
    },
  },
  { key: 'live', label: 'Live', words: { yes: 'live', no: 'not live', unknown: 'not known' } },
  { key: 'failures', label: 'Failed events go to', words: FAILURE_WORDS },
  { key: 'invocation', label: 'Invocation' },
  { key: 'account', label: 'Account', param: 'accounts' },
  { key: 'region', label: 'Region', param: 'regions' },
  { key: 'gone', label: 'Gone', single: true, folded: true, words: { yes: 'gone', no: 'there now' } },
]

export const TRIGGER_COLUMNS: Column<TriggerRow>[] = [
  {
    id: 'kind',
    header: 'Kind',
    sort: true,
    fixed: true,
    size: 104,
    cell: (row) => (
      <span className="flex min-w-0 items-center gap-2">
        <span className={row.kind === 'anyone' ? 'truncate font-medium text-critical' : 'truncate'}>
          {kindWord(row.kind)}
        </span>
        {row.goneAt && <span className="shrink-0 text-micro text-muted">gone</span>}
      </span>
    ),
  },
  {
    id: 'source',
    header: 'Source',
    sort: true,
    fixed: true,
    grow: true,
    size: 148,
    cell: (row) => (
      <ScopedLink href={`/triggers/${row.id}`} className="block min-w-0 truncate hover:underline">
        <Text value={sourceWord(row)} mono />
      </ScopedLink>
    ),
  },
  {
    id: 'function',
    header: 'Function',
    sort: true,
    size: 132,
    cell: (row) => (
      <ScopedLink
        href={`/functions/${row.functionId}?tab=reach`}
        className="block min-w-0 truncate hover:underline"
      >
        <Text value={row.qualifier ? `${row.functionName}:${row.qualifier}` : row.functionName} mono />
      </ScopedLink>
    ),
  },
  {
    id: 'audience',
    header: 'Who comes in',
    sort: true,
    size: 130,
    cell: (row) => <ReachBadge level={row.audience} />,
  },
  { id: 'detail', header: 'Detail', size: 136, cell: (row) => <Text value={row.detail} /> },
  {
    id: 'live',
    header: 'Live',
    size: 84,
    cell: (row) => <LiveLabel live={row.live} reason={row.liveReason} />,
  },
  { id: 'sides', header: 'Sides seen', size: 98, cell: (row) => <SidesLabel sides={row.sides} /> },
  {
    id: 'failures',
    header: 'Failures go to',
    size: 132,
    note: 'Where events end that fail or are throttled for too long',
    cell: (row) => <FailuresLabel via={row.failuresVia} to={row.failuresTo} />,
  },
  {
    id: 'invocation',
    header: 'Invocation',
    size: 100,
    cell: (row) => <InvocationLabel invocation={row.invocation} />,
  },
  { id: 'account', header: 'Account', sort: true, size: 92, cell: (row) => <Text value={row.accountName} /> },
  { id: 'region', header: 'Region', sort: true, size: 84, cell: (row) => <Text value={row.region} mono /> },
  {
    id: 'firstSeenAt',
    header: 'First seen',
    sort: true,
    size: 92,
    align: 'end',
    hidden: true,
    cell: (row) => <Time at={row.firstSeenAt} />,
  },
]
