'use client'
import { useApi } from '#components/query/use-api.ts'
import { useScope } from '#components/scope/use-scope.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { DataTable } from '#components/table/data-table.tsx'
import { useTableState } from '#components/table/use-table-state.ts'
import { formatCount } from '#components/ui/format.ts'
import { Text } from '#components/ui/text.tsx'
import type { RoleList, RoleRow } from '#server/services/roles/schema.ts'
import { LevelLabel } from './level-label.tsx'
import { RiskList, ROLE_COLUMNS, ROLE_FILTERS } from './role-columns.tsx'
import { RolePeek } from './role-peek.tsx'

const rowId = (row: RoleRow) => String(row.id)
const rowHref = (row: RoleRow) => `/roles/${row.id}`

function PhoneRow({ row }: { row: RoleRow }) {
  return (
    <span className="grid grid-cols-1 gap-0.5">
      <span className="flex items-center justify-between gap-2">
        <Text value={row.name} mono className="font-medium" />
        <LevelLabel level={row.level} />
      </span>
      <span className="flex flex-wrap gap-x-2 text-muted">
        <Text value={row.accountName} />
        <span>{row.functions === 1 ? '1 function' : `${formatCount(row.functions)} functions`}</span>
      </span>
      <RiskList risks={row.risks} />
    </span>
  )
}

/** Every role of the scope: what it may do, how risky that is, and what of it nobody was seen to use. */
export function RolesPage() {
  const { scopeParams } = useScope()
  const state = useTableState({ filters: ROLE_FILTERS, defaultSort: { id: 'level', desc: true } })
  const query = useApi<RoleList>('/roles', { ...scopeParams, ...state.params })
  const total = query.data?.total
  return (
    <>
      <PageHeader
        title="Roles"
        facts={
          total !== undefined && (
            <>
              <span className="num">{formatCount(total)}</span> {total === 1 ? 'role' : 'roles'}
              {state.isFiltered ? ' match' : ''}
            </>
          )
        }
      />
      <DataTable
        name="roles"
        columns={ROLE_COLUMNS}
        rowId={rowId}
        rowHref={rowHref}
        query={query}
        state={state}
        searchHint="name, risk:admin level:high functions:>1"
        csvPath="/roles"
        peek={{
          title: (row) => <Text value={row.name} mono />,
          content: (row) => <RolePeek row={row} />,
        }}
        phoneRow={(row) => <PhoneRow row={row} />}
        empty={{
          title: 'No role has been read yet',
          text: 'Roles appear after the first sweep of an account; iam:GetAccountAuthorizationDetails is needed for it.',
        }}
        stillWorks="Functions and alerts do not depend on it."
      />
    </>
  )
}
