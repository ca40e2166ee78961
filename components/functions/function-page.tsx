'use client'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { DetailPage } from '#components/detail/detail-page.tsx'
import { TabStrip } from '#components/detail/tab-strip.tsx'
import { HistoryView } from '#components/history/history-view.tsx'
import { VerdictsCard } from '#components/posture/verdicts-card.tsx'
import { useApi } from '#components/query/use-api.ts'
import { ReachTab } from '#components/reach/reach-tab.tsx'
import { useScope } from '#components/scope/use-scope.ts'
import { TabsContent } from '#components/ui/tabs.tsx'
import type { FunctionDetail } from '#server/services/functions/schema.ts'
import { AlertsTab } from './alerts-tab.tsx'
import { ConfigurationTab } from './configuration-tab.tsx'
import { EventsTab } from './events-tab.tsx'
import { FunctionCharts } from './function-charts.tsx'
import { FunctionHeader } from './function-header.tsx'
import { MappingCards } from './mapping-cards.tsx'
import { OverviewTab } from './overview-tab.tsx'
import { RoleTab } from './role-tab.tsx'

const TABS = {
  overview: 'Overview',
  metrics: 'Metrics',
  reach: 'Reach',
  role: 'Role',
  findings: 'Findings',
  changes: 'Changes',
  events: 'Events',
  alerts: 'Alerts',
  configuration: 'Configuration',
}
const KEYS = Object.keys(TABS) as (keyof typeof TABS)[]

/** One function: what it is, how risky, how it does, what changed, who can call it and what it may do. */
export function FunctionPage({ id }: { id: string }) {
  const [asked, setTab] = useQueryState(
    'tab',
    parseAsStringLiteral([...KEYS, 'triggers'])
      .withDefault('overview')
      .withOptions({ history: 'push' }),
  )
  // Links of an earlier version lead to the tab that triggers once had.
  const tab = asked === 'triggers' ? 'reach' : asked
  const { scopeParams } = useScope()
  const query = useApi<FunctionDetail>(`/functions/${id}`, scopeParams)
  return (
    <DetailPage
      query={query}
      noun="function"
      list={{ href: '/functions', label: 'All functions' }}
      missing="It was never collected, or its record is older than what is kept."
      stillWorks="The list of functions, alerts and events may still work."
    >
      {(detail) => (
        <>
          <FunctionHeader detail={detail} />
          <TabStrip label="About this function" tabs={TABS} value={tab} onChange={setTab}>
            <TabsContent value="overview">
              <OverviewTab id={id} detail={detail} />
            </TabsContent>
            <TabsContent value="metrics">
              <FunctionCharts id={id} name={detail.row.name} isFull />
            </TabsContent>
            <TabsContent value="reach" className="grid min-w-0 grid-cols-1 gap-3">
              <ReachTab row={detail.row} />
              <MappingCards mappings={detail.mappings} />
            </TabsContent>
            <TabsContent value="role">
              <RoleTab detail={detail} />
            </TabsContent>
            <TabsContent value="findings">
              <VerdictsCard id={id} />
            </TabsContent>
            <TabsContent value="changes">
              <HistoryView id={id} />
            </TabsContent>
            <TabsContent value="events">
              <EventsTab name={detail.row.name} accountId={detail.row.accountId} region={detail.row.region} />
            </TabsContent>
            <TabsContent value="alerts">
              <AlertsTab id={id} />
            </TabsContent>
            <TabsContent value="configuration">
              <ConfigurationTab detail={detail} />
            </TabsContent>
          </TabStrip>
        </>
      )}
    </DetailPage>
  )
}
