'use client'
import { useApi } from '#components/query/use-api.ts'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { useScope } from '#components/scope/use-scope.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { Card } from '#components/ui/card.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { MiniTable } from '#components/ui/mini-table.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import type { FrameworkList } from '#server/services/frameworks/schema.ts'
import { CONTROL_WORDS } from './control-state.tsx'
import { PostureNav } from './posture-nav.tsx'

type Row = FrameworkList['items'][number]

const STATES = ['fail', 'unknown', 'pass', 'unseen', 'off'] as const

/** Outside taxonomies with how many of their controls are in which state. */
export function FrameworksPage() {
  const { scopeParams } = useScope()
  const query = useApi<FrameworkList>('/frameworks', scopeParams, { refreshMs: 60_000 })
  return (
    <>
      <PageHeader title="Frameworks" facts="each control says what of it cannot be seen from outside" />
      <PostureNav />
      {query.data ? (
        <Card flush>
          <MiniTable<Row>
            label="Frameworks"
            rows={query.data.items}
            rowKey={(row) => row.id}
            columns={[
              {
                head: 'Framework',
                cell: (row) => (
                  <ScopedLink href={`/posture/frameworks/${row.id}`} className="font-medium hover:underline">
                    {row.title}
                  </ScopedLink>
                ),
              },
              { head: 'Version', cell: (row) => row.version },
              { head: 'By', cell: (row) => row.publisher },
              ...STATES.map((state) => ({
                head: CONTROL_WORDS[state],
                align: 'end' as const,
                cell: (row: Row) =>
                  row.controls[state] === 0 ? <span className="text-faint">0</span> : row.controls[state],
              })),
            ]}
          />
        </Card>
      ) : query.isError ? (
        <ErrorState
          title="The frameworks could not be loaded"
          error={query.error}
          retry={() => query.refetch()}
        />
      ) : (
        <SkeletonRows rows={6} />
      )}
    </>
  )
}
