'use client'
import { useApi } from '#components/query/use-api.ts'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { useScope } from '#components/scope/use-scope.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { Card } from '#components/ui/card.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { formatCount } from '#components/ui/format.ts'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import type { FrameworkList } from '#server/services/frameworks/schema.ts'
import { CONTROL_WORDS, ControlCount } from './control-state.tsx'
import { PostureNav } from './posture-nav.tsx'
import { TableOrRows } from './table-or-rows.tsx'

type Row = FrameworkList['items'][number]

const STATES = ['fail', 'unknown', 'pass', 'unseen', 'off'] as const
const frameworkHref = ({ id }: Row) => `/posture/frameworks/${id}`
const count = ({ controls }: Row) => STATES.reduce((sum, state) => sum + controls[state], 0)

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
          <TableOrRows<Row>
            label="Frameworks"
            rows={query.data.items}
            rowKey={(row) => row.id}
            phoneRow={(row) => (
              <ScopedLink href={frameworkHref(row)} className="grid min-w-0 grid-cols-1 gap-0.5 px-3 py-2">
                <span className="font-medium">{row.title}</span>
                <span className="text-muted">
                  {row.publisher}, {row.version}
                </span>
                <span className="flex flex-wrap gap-x-3">
                  {STATES.filter((state) => row.controls[state] > 0).map((state) => (
                    <span key={state}>
                      <ControlCount state={state} count={row.controls[state]} /> {CONTROL_WORDS[state]}
                    </span>
                  ))}
                </span>
              </ScopedLink>
            )}
            columns={[
              {
                head: 'Framework',
                cell: (row) => (
                  <ScopedLink href={frameworkHref(row)} className="font-medium hover:underline">
                    {row.title}
                  </ScopedLink>
                ),
              },
              { head: 'Version', cell: (row) => row.version },
              { head: 'By', cell: (row) => row.publisher },
              { head: 'Controls', align: 'end', cell: (row) => formatCount(count(row)) },
              ...STATES.map((state) => ({
                head: CONTROL_WORDS[state],
                align: 'end' as const,
                cell: (row: Row) => <ControlCount state={state} count={row.controls[state]} />,
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
