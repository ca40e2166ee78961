import { ScopedLink } from '#components/scope/scoped-link.tsx'
import type { Column, FilterDef } from '#components/table/table-types.ts'
import { SeverityLabel } from '#components/ui/severity-badge.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import { personName } from '#server/domain/trail/short-actor.ts'
import type { HitRow } from '#server/services/detections/schema.ts'
import { detectionHref, OUTCOME_WORDS, SEVERITY_WORDS } from './detection-words.ts'
import { HitOutcome } from './hit-outcome.tsx'

export const HIT_FILTERS: FilterDef[] = [
  { key: 'severity', label: 'Severity', words: SEVERITY_WORDS, ordered: true },
  { key: 'outcome', label: 'What became of it', words: OUTCOME_WORDS, ordered: true },
  { key: 'detection', label: 'Detection' },
  { key: 'actor', label: 'Actor', single: true },
  { key: 'function', label: 'Function', words: { none: 'names no function' } },
  { key: 'account', label: 'Account', param: 'accounts' },
  { key: 'region', label: 'Region', param: 'regions' },
  { key: 'entry', label: 'Allowed by', single: true, linked: true },
]

export const HIT_COLUMNS: Column<HitRow>[] = [
  {
    id: 'at',
    header: 'When',
    sort: true,
    fixed: true,
    size: 104,
    cell: (row) => <Time at={row.at} as="clock" className="num" />,
  },
  {
    id: 'severity',
    header: 'Severity',
    sort: true,
    fixed: true,
    size: 88,
    cell: (row) => <SeverityLabel severity={row.severity} />,
  },
  {
    id: 'title',
    header: 'What',
    sort: true,
    fixed: true,
    grow: true,
    size: 280,
    cell: (row) => <Text value={row.title} className="max-w-full font-medium" />,
  },
  {
    id: 'detection',
    header: 'Detection',
    size: 200,
    hidden: true,
    cell: (row) => (
      <ScopedLink href={detectionHref(row.detectionId)} className="hover:underline">
        <Text value={row.detectionTitle} />
      </ScopedLink>
    ),
  },
  {
    id: 'actor',
    header: 'Actor',
    sort: true,
    size: 150,
    cell: (row) => <Text value={personName(row.actorName)} mono />,
  },
  {
    id: 'function',
    header: 'Function',
    size: 140,
    cell: (row) =>
      row.functionId === null ? (
        <Text value={row.functionName} mono />
      ) : (
        <ScopedLink href={`/functions/${row.functionId}`} className="hover:underline">
          <Text value={row.functionName} mono />
        </ScopedLink>
      ),
  },
  { id: 'account', header: 'Account', size: 100, cell: (row) => <Text value={row.accountName} /> },
  { id: 'region', header: 'Region', size: 88, hidden: true, cell: (row) => <Text value={row.region} mono /> },
  { id: 'events', header: 'Records', size: 72, align: 'end', hidden: true, cell: (row) => row.events },
  { id: 'outcome', header: 'Outcome', size: 76, cell: (row) => <HitOutcome row={row} /> },
]
