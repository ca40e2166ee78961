'use client'
import { useApi } from '#components/query/use-api.ts'
import { StatusWord } from '#components/settings/status-word.tsx'
import { useChange } from '#components/settings/use-change.ts'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import type { OrganizationList, OrganizationRow } from '#server/services/accounts/schema.ts'

function chosen(row: OrganizationRow): string {
  const parts = [
    row.units.length > 0 ? `units ${row.units.join(', ')}` : 'all units',
    row.tags.length > 0 ? `tags ${row.tags.join(', ')}` : '',
  ]
  return parts.filter((part) => part !== '').join('; ')
}

/** Of asking for the accounts, which says nothing about reaching each of them. */
const ORGANIZATION_WORDS: Record<string, string> = { ok: 'answered', pending: 'waiting' }

/** The organizations that accounts come from; nothing is shown where there is none. */
export function OrganizationsCard({ reason }: { reason: string | null }) {
  const query = useApi<OrganizationList>('/organizations')
  const change = useChange('/organizations')
  if (query.isError && !query.data)
    return (
      <ErrorState
        title="The organizations could not be loaded"
        error={query.error}
        stillWorks="Accounts and their sweeps go on."
        retry={() => query.refetch()}
      />
    )
  const items = query.data?.items ?? []
  if (items.length === 0) return null
  const remove = (row: OrganizationRow) =>
    change.mutate({
      path: `/organizations/${row.id}`,
      method: 'DELETE',
      said: 'The organization is asked no longer; its accounts are watched no more',
    })
  return (
    <Card title="Organizations" note={items.length} flush>
      <ul className="m-0 list-none p-0">
        {items.map((row) => (
          <li
            key={row.id}
            className="flex flex-wrap items-start gap-x-4 gap-y-1 border-t border-line px-3 py-2.5 text-table"
          >
            <div className="min-w-0 flex-1">
              <div className="flex flex-wrap items-center gap-x-2">
                <span>
                  asked of <span className="num">{row.accountId}</span>
                </span>
                <StatusWord status={row.status} word={ORGANIZATION_WORDS[row.status]} />
                <span className="text-muted">
                  {row.lastSyncAt ? (
                    <>
                      last asked <Time at={row.lastSyncAt} />
                    </>
                  ) : (
                    'not asked yet'
                  )}
                </span>
              </div>
              {row.statusReason && <Text value={row.statusReason} className="whitespace-normal" />}
              <div className="text-muted">
                {row.accounts} accounts by the role <Text value={row.roleName} mono />,{' '}
                {row.hasExternalId ? 'with external id' : 'without external id'};{' '}
                <Text value={chosen(row)} className="whitespace-normal" />
              </div>
            </div>
            <Button
              size="sm"
              variant="danger"
              disabled={reason !== null || change.isPending}
              title={reason ?? undefined}
              onClick={() => remove(row)}
            >
              Ask no longer
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  )
}
