import { ScopedLink } from '#components/scope/scoped-link.tsx'
import type { Column, FilterDef } from '#components/table/table-types.ts'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import { personName } from '#server/domain/trail/short-actor.ts'
import type { EstateChange } from '#server/services/history/schema.ts'
import { KIND_WORDS } from './kind-words.ts'

export const CHANGE_FILTERS: FilterDef[] = [
  { key: 'change', label: 'Change' },
  { key: 'kind', label: 'Kind', words: KIND_WORDS },
  { key: 'account', label: 'Account', param: 'accounts' },
  { key: 'region', label: 'Region', param: 'regions' },
  { key: 'actor', label: 'By', words: { unknown: 'not known' } },
]

const SIGNS: Record<EstateChange['change'], string> = { new: '+ new', changed: '~ changed', gone: '− gone' }

export function ChangeWord({ change }: { change: EstateChange['change'] }) {
  return <span className={change === 'gone' ? 'font-medium text-high' : 'font-medium'}>{SIGNS[change]}</span>
}

export function ByWhom({ row }: { row: EstateChange }) {
  const [first, ...others] = row.actors
  if (first === undefined || first === 'unknown') return <span className="text-muted">not known</span>
  return (
    <>
      <Text value={personName(first)} mono />
      {others.length > 0 && <span className="text-muted"> and {others.length} more</span>}
    </>
  )
}

/** The page with what changed: that of the function or role, or the resource's own history. */
export function changeHref(row: Pick<EstateChange, 'id' | 'kind' | 'href'>): string {
  return row.kind === 'function' ? `/functions/${row.id}?tab=changes` : (row.href ?? `/changes/${row.id}`)
}

export const CHANGE_COLUMNS: Column<EstateChange>[] = [
  { id: 'at', header: 'When', sort: true, size: 104, cell: (row) => <Time at={row.at} /> },
  { id: 'change', header: 'Change', size: 92, cell: (row) => <ChangeWord change={row.change} /> },
  { id: 'kind', header: 'Kind', sort: true, size: 120, cell: (row) => KIND_WORDS[row.kind] },
  {
    id: 'name',
    header: 'Name',
    sort: true,
    fixed: true,
    grow: true,
    size: 220,
    cell: (row) => (
      <ScopedLink href={changeHref(row)} className="min-w-0 truncate hover:underline">
        <Text value={row.name} mono />
      </ScopedLink>
    ),
  },
  { id: 'by', header: 'By', size: 180, cell: (row) => <ByWhom row={row} /> },
  {
    id: 'fields',
    header: 'What differs',
    size: 230,
    cell: (row) =>
      row.fields.length > 0 ? (
        <Text value={row.fields.join(', ')} mono />
      ) : (
        <span className="text-faint">–</span>
      ),
  },
  { id: 'versions', header: 'Versions', size: 84, align: 'end', cell: (row) => row.versions },
  {
    id: 'account',
    header: 'Account',
    size: 130,
    cell: (row) => <Text value={row.accountName} />,
  },
  {
    id: 'region',
    header: 'Region',
    size: 100,
    cell: (row) => <span className="num">{row.region}</span>,
  },
]
