'use client'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { DetailPage } from '#components/detail/detail-page.tsx'
import { TabStrip } from '#components/detail/tab-strip.tsx'
import { HistoryView } from '#components/history/history-view.tsx'
import { LabelButton } from '#components/labels/label-dialog.tsx'
import { VerdictsCard } from '#components/posture/verdicts-card.tsx'
import { useApi } from '#components/query/use-api.ts'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { useScope } from '#components/scope/use-scope.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { buttonClass } from '#components/ui/button.tsx'
import { TabsContent } from '#components/ui/tabs.tsx'
import { Text } from '#components/ui/text.tsx'
import type { RoleDetail } from '#server/services/roles/schema.ts'
import { LevelLabel } from './level-label.tsx'
import { ProposalView } from './proposal-view.tsx'
import { RoleAccessView } from './role-access-view.tsx'
import { RolePolicies } from './role-policies.tsx'

const TABS = {
  access: 'Access',
  'least-privilege': 'Least privilege',
  policies: 'Policies',
  findings: 'Findings',
  changes: 'Changes',
}
const KEYS = Object.keys(TABS) as (keyof typeof TABS)[]

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
    parseAsStringLiteral(KEYS).withDefault('access').withOptions({ history: 'push' }),
  )
  const { scopeParams } = useScope()
  const query = useApi<RoleDetail>(`/roles/${id}`, scopeParams)
  return (
    <DetailPage
      query={query}
      noun="role"
      list={{ href: '/roles', label: 'All roles' }}
      missing="It was never collected, or its record is older than what is kept."
      stillWorks="The list of roles and the functions may still work."
    >
      {(detail) => (
        <>
          <Header detail={detail} />
          <TabStrip label="About this role" tabs={TABS} value={tab} onChange={setTab}>
            <TabsContent value="access">
              <RoleAccessView detail={detail} />
            </TabsContent>
            <TabsContent value="least-privilege">
              <ProposalView path={`/roles/${id}/policy`} />
            </TabsContent>
            <TabsContent value="policies">
              <RolePolicies record={detail.record} />
            </TabsContent>
            <TabsContent value="findings">
              <VerdictsCard id={id} />
            </TabsContent>
            <TabsContent value="changes">
              <HistoryView id={id} />
            </TabsContent>
          </TabStrip>
        </>
      )}
    </DetailPage>
  )
}
