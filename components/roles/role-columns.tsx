import { Unseen } from '#components/detail/unseen.tsx'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import type { Column, FilterDef } from '#components/table/table-types.ts'
import { formatCount } from '#components/ui/format.ts'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import type { RoleRow } from '#server/services/roles/schema.ts'
import { LevelLabel } from './level-label.tsx'
import { LEVEL_WORDS, RISK_WORDS, riskWord, USE_WORDS } from './role-words.ts'

export const ROLE_FILTERS: FilterDef[] = [
  { key: 'level', label: 'Risk', words: LEVEL_WORDS, ordered: true },
  { key: 'risk', label: 'What it is', words: RISK_WORDS },
  { key: 'use', label: 'Use', words: USE_WORDS },
  { key: 'account', label: 'Account', param: 'accounts' },
]

export function Count({ value, loud }: { value: number | null; loud?: boolean }) {
  if (value === null) return <Unseen word="?" reason="It was not worked out, or could not be read" />
  const isLoud = loud && value > 0
  return <span className={isLoud ? 'text-high' : value === 0 ? 'text-faint' : ''}>{formatCount(value)}</span>
}

export function RiskList({ risks }: { risks: string[] }) {
  if (risks.length === 0) return <span className="text-faint">–</span>
  return <span className="truncate">{risks.map(riskWord).join(', ')}</span>
}

export const ROLE_COLUMNS: Column<RoleRow>[] = [
  {
    id: 'name',
    header: 'Name',
    sort: true,
    fixed: true,
    grow: true,
    size: 230,
    cell: (row) => (
      <span className="flex min-w-0 items-center gap-2">
        <ScopedLink href={`/roles/${row.id}`} className="min-w-0 truncate hover:underline">
          <Text value={row.name} mono />
        </ScopedLink>
        {row.deletedAt && <span className="shrink-0 text-micro text-muted">deleted</span>}
      </span>
    ),
  },
  { id: 'level', header: 'Risk', sort: true, size: 110, cell: (row) => <LevelLabel level={row.level} /> },
  { id: 'risks', header: 'What it is', size: 250, cell: (row) => <RiskList risks={row.risks} /> },
  {
    id: 'functions',
    header: 'Functions',
    sort: true,
    size: 88,
    align: 'end',
    cell: (row) => <Count value={row.functions} />,
  },
  {
    id: 'services',
    header: 'Services',
    sort: true,
    size: 84,
    align: 'end',
    cell: (row) => <Count value={row.services} />,
  },
  {
    id: 'unusedServices',
    header: 'Not used',
    sort: true,
    size: 84,
    align: 'end',
    note: 'Services it may act in and was not seen to use in what IAM and CloudTrail tell',
    cell: (row) => <Count value={row.unusedServices} loud />,
  },
  {
    id: 'trust',
    header: 'Taken by',
    size: 170,
    cell: (row) => <Text value={row.trust.join(', ')} mono />,
  },
  {
    id: 'boundary',
    header: 'Boundary',
    size: 84,
    hidden: true,
    cell: (row) =>
      row.boundary === null ? (
        <Unseen word="?" />
      ) : row.boundary ? (
        'yes'
      ) : (
        <span className="text-faint">no</span>
      ),
  },
  {
    id: 'account',
    header: 'Account',
    sort: true,
    size: 120,
    cell: (row) => <Text value={row.accountName} />,
  },
  {
    id: 'lastUsedAt',
    header: 'Last used',
    sort: true,
    size: 104,
    cell: (row) => <Time at={row.lastUsedAt} />,
  },
  {
    id: 'createdAt',
    header: 'Made',
    sort: true,
    size: 104,
    hidden: true,
    cell: (row) => <Time at={row.createdAt} />,
  },
]
