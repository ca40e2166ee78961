'use client'
import { useApi } from '#components/query/use-api.ts'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { useScope } from '#components/scope/use-scope.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { Card } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { formatCount } from '#components/ui/format.ts'
import { SeverityCounts } from '#components/ui/severity-counts.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { Text } from '#components/ui/text.tsx'
import type { OwnerPosture } from '#server/services/posture/schema.ts'
import { PostureNav } from './posture-nav.tsx'
import { TableOrRows } from './table-or-rows.tsx'

type Row = OwnerPosture['items'][number]

const ownerHref = ({ owner }: Row) => `/posture/findings?owner=${encodeURIComponent(owner ?? 'none')}`

function OwnerName({ owner }: Pick<Row, 'owner'>) {
  return owner === null ? <span className="text-muted">nobody</span> : <Text value={owner} />
}

/** Findings by owner, the worst off first; what nobody owns is a row of its own. */
export function OwnersPage() {
  const { scopeParams } = useScope()
  const query = useApi<OwnerPosture>('/posture/owners', scopeParams, { refreshMs: 60_000 })
  return (
    <>
      <PageHeader title="Owners" facts="from tags, accounts, and what was set by hand" />
      <PostureNav />
      {query.data ? (
        query.data.items.length === 0 ? (
          <EmptyState title="No owners yet">
            Functions appear here by their owner once they were collected.
          </EmptyState>
        ) : (
          <Card flush>
            <TableOrRows
              label="Owners"
              rows={query.data.items}
              rowKey={(row) => row.owner ?? ''}
              phoneRow={(row) => (
                <ScopedLink href={ownerHref(row)} className="grid min-w-0 grid-cols-1 gap-0.5 px-3 py-2">
                  <span className="font-medium">
                    <OwnerName owner={row.owner} />
                  </span>
                  <SeverityCounts counts={row.open} />
                  <span className="text-muted">
                    {row.functions === 1 ? '1 function' : `${formatCount(row.functions)} functions`}
                    {row.excepted > 0 && `, ${formatCount(row.excepted)} excepted`}
                  </span>
                </ScopedLink>
              )}
              columns={[
                {
                  head: 'Owner',
                  cell: (row) => (
                    <ScopedLink href={ownerHref(row)} className="hover:underline">
                      <OwnerName owner={row.owner} />
                    </ScopedLink>
                  ),
                },
                { head: 'Functions', align: 'end', cell: (row) => formatCount(row.functions) },
                { head: 'Open findings', cell: (row) => <SeverityCounts counts={row.open} /> },
                { head: 'Excepted', align: 'end', cell: (row) => formatCount(row.excepted) },
              ]}
            />
          </Card>
        )
      ) : query.isError ? (
        <ErrorState
          title="The owners could not be loaded"
          error={query.error}
          retry={() => query.refetch()}
        />
      ) : (
        <SkeletonRows rows={8} />
      )}
    </>
  )
}
