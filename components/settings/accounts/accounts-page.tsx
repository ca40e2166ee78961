'use client'
import { useState } from 'react'
import { useApi } from '#components/query/use-api.ts'
import { useRoleReason } from '#components/query/use-status.ts'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import type { AccountList, AccountRow } from '#server/services/accounts/schema.ts'
import { AccountCard } from './account-card.tsx'
import { AddAccount } from './add-account.tsx'
import { EditAccount } from './edit-account.tsx'
import { OrganizationsCard } from './organizations-card.tsx'
import { ProbeSheet } from './probe-sheet.tsx'
import { TagKeysCard } from './tag-keys-card.tsx'

/** The watched accounts: how their last sweep went, what was found, what the watch costs; members are added here. */
export function AccountsPage() {
  const query = useApi<AccountList>('/accounts')
  const reason = useRoleReason('admin')
  const [adding, setAdding] = useState(false)
  const [probing, setProbing] = useState<AccountRow | null>(null)
  const [editing, setEditing] = useState<AccountRow | null>(null)
  const items = query.data?.items ?? []
  return (
    <div className="grid grid-cols-1 min-w-0 gap-3">
      <Card
        title="Watched accounts"
        note={query.data && items.length}
        flush
        actions={
          <Button
            variant="primary"
            disabled={reason !== null}
            title={reason ?? undefined}
            onClick={() => setAdding(true)}
          >
            Add accounts
          </Button>
        }
      >
        {query.isPending ? (
          <SkeletonRows rows={4} />
        ) : !query.data ? (
          <ErrorState
            title="The accounts could not be loaded"
            error={query.error}
            stillWorks="Collecting goes on; coverage shows it."
            retry={() => query.refetch()}
          />
        ) : items.length === 0 ? (
          <EmptyState title="No account is watched yet">
            The account of Sightline’s own credentials appears here by itself once the worker has asked AWS
            who it is.
          </EmptyState>
        ) : (
          <ul className="m-0 list-none p-0">
            {items.map((account) => (
              <AccountCard
                key={account.id}
                account={account}
                reason={reason}
                onEdit={() => setEditing(account)}
                onProbe={() => setProbing(account)}
              />
            ))}
          </ul>
        )}
      </Card>
      <OrganizationsCard reason={reason} />
      <TagKeysCard reason={reason} />
      {adding && <AddAccount accounts={items} onClose={() => setAdding(false)} />}
      {editing && <EditAccount account={editing} onClose={() => setEditing(null)} />}
      {probing && <ProbeSheet account={probing} reason={reason} onClose={() => setProbing(null)} />}
    </div>
  )
}
