'use client'
import { useState } from 'react'
import { useApi } from '#components/query/use-api.ts'
import { useRoleReason, useStatus } from '#components/query/use-status.ts'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { Select } from '#components/ui/select.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import { USER_ROLES } from '#server/domain/user-role.ts'
import type { UserList, UserRow } from '#server/services/users/schema.ts'
import { AddUser } from './add-user.tsx'
import { useChange } from './use-change.ts'

function UserLine({ user, isSelf }: { user: UserRow; isSelf: boolean }) {
  const change = useChange('/users')
  const path = `/users/${user.id}`
  return (
    <li className="flex min-w-0 flex-wrap items-center gap-x-4 gap-y-1 border-t border-line px-3 py-2 text-table">
      <div className="min-w-0 flex-1 basis-48">
        <div className="text-body font-medium">
          <Text value={user.name} /> {isSelf && <span className="font-normal text-muted">you</span>}
        </div>
        <Text value={user.email} className="text-muted" />
      </div>
      <span className="w-36 text-muted">
        {user.disabled ? 'may not sign in' : 'may sign in'}, made <Time at={user.createdAt} />
      </span>
      <Select
        aria-label={`Role of ${user.name}`}
        value={user.role}
        disabled={isSelf || change.isPending}
        title={isSelf ? 'Another administrator must change your role' : undefined}
        options={USER_ROLES.map((role) => ({ value: role, label: role }))}
        onChange={(role) =>
          change.mutate({ path, method: 'PATCH', body: { role }, said: `${user.name} is now ${role}` })
        }
      />
      <Button
        size="sm"
        disabled={isSelf || change.isPending}
        title={isSelf ? 'You cannot shut yourself out' : undefined}
        onClick={() =>
          change.mutate({
            path,
            method: 'PATCH',
            body: { disabled: !user.disabled },
            said: user.disabled ? `${user.name} may sign in again` : `${user.name} may no longer sign in`,
          })
        }
      >
        {user.disabled ? 'Let in' : 'Shut out'}
      </Button>
    </li>
  )
}

/** Who may sign in and what they may do. For administrators. */
export function UsersPage() {
  const reason = useRoleReason('admin')
  const { data: status } = useStatus()
  const isAdmin = reason === null
  const query = useApi<UserList>('/users', undefined, { enabled: isAdmin, refreshMs: 60_000 })
  const [adding, setAdding] = useState(false)
  if (status && !isAdmin)
    return (
      <Card>
        <EmptyState title="Only administrators see the users">{reason}</EmptyState>
      </Card>
    )
  return (
    <Card
      title="Users"
      note={query.data?.items.length}
      flush
      actions={
        <Button variant="primary" disabled={!isAdmin} onClick={() => setAdding(true)}>
          Add a user
        </Button>
      }
    >
      {!query.data ? (
        query.isError ? (
          <ErrorState
            title="The users could not be loaded"
            error={query.error}
            retry={() => query.refetch()}
          />
        ) : (
          <SkeletonRows rows={4} />
        )
      ) : (
        <ul className="m-0 list-none p-0">
          {query.data.items.map((user) => (
            <UserLine key={user.id} user={user} isSelf={user.id === status?.user.id} />
          ))}
        </ul>
      )}
      {adding && <AddUser onClose={() => setAdding(false)} />}
    </Card>
  )
}
