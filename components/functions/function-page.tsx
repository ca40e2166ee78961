'use client'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { HistoryView } from '#components/history/history-view.tsx'
import { useApi } from '#components/query/use-api.ts'
import { ReachTab } from '#components/reach/reach-tab.tsx'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { useScope } from '#components/scope/use-scope.ts'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { Skeleton, SkeletonRows } from '#components/ui/skeleton.tsx'
import { Tabs, TabsContent, TabsList, TabsTrigger } from '#components/ui/tabs.tsx'
import type { FunctionDetail } from '#server/services/functions/schema.ts'
import { AlertsTab } from './alerts-tab.tsx'
import { ConfigurationTab } from './configuration-tab.tsx'
import { EventsTab } from './events-tab.tsx'
import { FunctionHeader } from './function-header.tsx'
import { MappingCards } from './mapping-cards.tsx'
import { OverviewTab } from './overview-tab.tsx'
import { RoleTab } from './role-tab.tsx'

const TABS = ['overview', 'reach', 'role', 'changes', 'events', 'alerts', 'configuration'] as const
const TAB_WORDS: Record<(typeof TABS)[number], string> = {
  overview: 'Overview',
  reach: 'Reach',
  role: 'Role',
  changes: 'Changes',
  events: 'Events',
  alerts: 'Alerts',
  configuration: 'Configuration',
}

function Loading() {
  return (
    <div role="status" aria-label="Loading the function">
      <Skeleton className="mb-2 h-7 w-72" />
      <Skeleton className="mb-2 h-4 w-96 max-w-full" />
      <Skeleton className="mb-4 h-4 w-80 max-w-full" />
      <SkeletonRows rows={10} />
    </div>
  )
}

/** One function: what it is, how risky, how it does, what changed, who can call it and what it may do. */
export function FunctionPage({ id }: { id: string }) {
  const [asked, setTab] = useQueryState(
    'tab',
    parseAsStringLiteral([...TABS, 'triggers'])
      .withDefault('overview')
      .withOptions({ history: 'push' }),
  )
  // Links of an earlier version lead to the tab that triggers once had.
  const tab = asked === 'triggers' ? 'reach' : asked
  const { scopeParams } = useScope()
  const query = useApi<FunctionDetail>(`/functions/${id}`, scopeParams)
  const detail = query.data && String(query.data.row.id) === id ? query.data : undefined
  if (!detail) {
    if (query.isError && query.error.status === 404)
      return (
        <EmptyState
          isPage
          title="There is no such function"
          action={
            <ScopedLink href="/functions" className="text-accent">
              All functions
            </ScopedLink>
          }
        >
          It was never collected, or its record is older than what is kept.
        </EmptyState>
      )
    if (query.isError)
      return (
        <ErrorState
          title="The function could not be loaded"
          error={query.error}
          stillWorks="The list of functions, alerts and events may still work."
          retry={() => query.refetch()}
        />
      )
    return <Loading />
  }
  return (
    <>
      <FunctionHeader detail={detail} />
      <Tabs value={tab} onValueChange={(next) => setTab(TABS.find((one) => one === next) ?? 'overview')}>
        <TabsList aria-label="About this function" className="mb-3">
          {TABS.map((one) => (
            <TabsTrigger key={one} value={one}>
              {TAB_WORDS[one]}
            </TabsTrigger>
          ))}
        </TabsList>
        <TabsContent value="overview">
          <OverviewTab id={id} detail={detail} />
        </TabsContent>
        <TabsContent value="reach" className="grid min-w-0 grid-cols-1 gap-3">
          <ReachTab row={detail.row} />
          <MappingCards mappings={detail.mappings} />
        </TabsContent>
        <TabsContent value="role">
          <RoleTab detail={detail} />
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
      </Tabs>
    </>
  )
}
