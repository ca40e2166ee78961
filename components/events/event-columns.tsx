import { ScopedLink } from '#components/scope/scoped-link.tsx'
import type { Column, FilterDef } from '#components/table/table-types.ts'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import { personName } from '#server/domain/trail/short-actor.ts'
import type { EventRow } from '#server/services/events/schema.ts'
import { KindWord, OutcomeWord, ToolWord } from './event-words.tsx'

export const EVENT_FILTERS: FilterDef[] = [
  { key: 'kind', label: 'Read or write', single: true },
  { key: 'outcome', label: 'Outcome', single: true },
  { key: 'tool', label: 'Tool', single: true },
  { key: 'name', label: 'Call' },
  { key: 'actor', label: 'Actor', single: true },
  { key: 'function', label: 'Function', words: { none: 'names no function' } },
  { key: 'source', label: 'Service' },
  { key: 'category', label: 'Category', single: true, folded: true },
  { key: 'session', label: 'Session', single: true },
  { key: 'ip', label: 'Address', single: true },
]

export const EVENT_COLUMNS: Column<EventRow>[] = [
  {
    id: 'at',
    header: 'When',
    size: 104,
    fixed: true,
    cell: (row) => <Time at={row.at} as="clock" className="num" />,
  },
  {
    id: 'name',
    header: 'Call',
    size: 208,
    grow: true,
    fixed: true,
    cell: (row) => <Text value={row.name} mono className={row.readOnly === false ? 'font-medium' : ''} />,
  },
  { id: 'actor', header: 'Actor', size: 192, cell: (row) => <Text value={personName(row.actorName)} mono /> },
  { id: 'tool', header: 'Tool', size: 76, cell: (row) => <ToolWord tool={row.tool} /> },
  {
    id: 'function',
    header: 'Function',
    size: 176,
    cell: (row) =>
      row.functionId === null ? (
        <Text value={row.functionName} mono />
      ) : (
        <ScopedLink href={`/functions/${row.functionId}`} className="hover:underline">
          <Text value={row.functionName} mono />
        </ScopedLink>
      ),
  },
  { id: 'outcome', header: 'Outcome', size: 132, cell: (row) => <OutcomeWord event={row} /> },
  { id: 'kind', header: 'Kind', size: 64, cell: (row) => <KindWord readOnly={row.readOnly} /> },
  { id: 'account', header: 'Account', size: 92, cell: (row) => <Text value={row.accountName} /> },
  { id: 'region', header: 'Region', size: 88, cell: (row) => <Text value={row.region} mono /> },
  { id: 'ip', header: 'Address', size: 116, cell: (row) => <Text value={row.sourceIp} mono /> },
  {
    id: 'source',
    header: 'Service',
    size: 150,
    hidden: true,
    cell: (row) => <Text value={row.source.replace('.amazonaws.com', '')} mono />,
  },
  { id: 'actorType', header: 'Actor type', size: 96, hidden: true, cell: (row) => row.actorType },
  {
    id: 'userAgent',
    header: 'User agent',
    size: 220,
    hidden: true,
    cell: (row) => <Text value={row.userAgent} />,
  },
  {
    id: 'resources',
    header: 'Resources',
    size: 240,
    hidden: true,
    cell: (row) => <Text value={row.resources.join(', ')} mono />,
  },
]
