'use client'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { HistoryView } from '#components/history/history-view.tsx'
import { LabelButton } from '#components/labels/label-dialog.tsx'
import { useApi } from '#components/query/use-api.ts'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { useScope } from '#components/scope/use-scope.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { buttonClass } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { Tabs, TabsContent, TabsList, TabsTrigger } from '#components/ui/tabs.tsx'
import { Text } from '#components/ui/text.tsx'
import type { RoleDetail } from '#server/services/roles/schema.ts'
import { LevelLabel } from './level-label.tsx'
import { ProposalView } from './proposal-view.tsx'
import { RoleAccessView } from './role-access-view.tsx'
import { RolePolicies } from './role-policies.tsx'

const TABS = ['access', 'least-privilege', 'policies', 'changes'] as const
const TAB_WORDS: Record<(typeof TABS)[number], string> = {
  access: 'Access',
  'least-privilege': 'Least privilege',
  policies: 'Policies',
  changes: 'Changes',
}

function Header({ detail }: { detail: RoleDetail }) {
  const { row } = detail
  return (
    <PageHeader
      title={<Text value={row.name} mono />}
      facts={
        <span className="flex flex-wrap items-center gap-x-3">
          <LevelLabel level={row.level} />
          <Text value={row.accountName} />
          <span>{row.functions === 1 ? '1 function' : `${row.functions} functions`}</span>
          {row.deletedAt && <span className="font-medium text-high">deleted</span>}
        </span>
      }
      actions={
        <>
          <ScopedLink href={`/map?focus=role:${row.id}`} className={buttonClass('default', 'sm')}>
            On the map
          </ScopedLink>
          <LabelButton id={row.id} name={row.name} readPath={`/roles/${row.id}`} />
        </>
      }
    />
  )
}

/** One role: what it may do, how risky that is, what it was seen to need, and how it came to be so. */
export function RolePage({ id }: { id: string }) {
  const [tab, setTab] = useQueryState(
    'tab',
    parseAsStringLiteral(TABS).withDefault('access').withOptions({ history: 'push' }),
  )
  const { scopeParams } = useScope()
  const query = useApi<RoleDetail>(`/roles/${id}`, scopeParams)
  const detail = query.data && String(query.data.row.id) === id ? query.data : undefined
  if (!detail) {
    if (query.isError && query.error.status === 404)
      return (
        <EmptyState
          isPage
          title="There is no such role"
          action={
            <ScopedLink href="/roles" className="text-accent">
              All roles
            </ScopedLink>
          }
        >
          It was never collected, or its record is older than what is kept.
        </EmptyState>
      )
    if (query.isError)
      return (
        <ErrorState
          title="The role could not be loaded"
          error={query.error}
          stillWorks="The list of roles and the functions may still work."
          retry={() => query.refetch()}
        />
      )
    return <SkeletonRows rows={12} />
  }
  return (
    <>
      <Header detail={detail} />
      <Tabs value={tab} onValueChange={(next) => setTab(TABS.find((one) => one === next) ?? 'access')}>
        <TabsList aria-label="About this role" className="mb-3">
          {TABS.map((one) => (
            <TabsTrigger key={one} value={one}>
              {TAB_WORDS[one]}
            </TabsTrigger>
          ))}
        </TabsList>
        <TabsContent value="access">
          <RoleAccessView detail={detail} />
        </TabsContent>
        <TabsContent value="least-privilege">
          <ProposalView path={`/roles/${id}/policy`} />
        </TabsContent>
        <TabsContent value="policies">
          <RolePolicies record={detail.record} />
        </TabsContent>
        <TabsContent value="changes">
          <HistoryView id={id} />
        </TabsContent>
      </Tabs>
    </>
  )
}
