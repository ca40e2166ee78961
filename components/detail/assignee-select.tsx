'use client'
import { useApi } from '#components/query/use-api.ts'
import { useRoleReason, useStatus } from '#components/query/use-status.ts'
import { Select } from '#components/ui/select.tsx'
import { visibleText } from '#server/domain/text.ts'
import type { UserList } from '#server/services/users/schema.ts'

const NOBODY = ''

type Props = {
  assignee: { id: string; name: string } | null
  busy: boolean
  onAssign: (userId: string | null) => void
}

/** Who looks after something. Where the list of users may not be read, oneself and nobody can be chosen. */
export function AssigneeSelect({ assignee, busy, onAssign }: Props) {
  const me = useStatus().data?.user
  const roleReason = useRoleReason('responder')
  const users = useApi<UserList>('/users', undefined, { refreshMs: false, enabled: roleReason === null })
  const people = new Map<string, string>()
  if (me) people.set(me.id, `${visibleText(me.name)} (me)`)
  for (const user of users.data?.items ?? []) {
    if (!user.disabled && !people.has(user.id)) people.set(user.id, visibleText(user.name))
  }
  if (assignee && !people.has(assignee.id)) people.set(assignee.id, visibleText(assignee.name))
  return (
    <Select
      aria-label="Assignee"
      className="w-full"
      value={assignee?.id ?? NOBODY}
      disabled={busy || roleReason !== null}
      title={roleReason ?? undefined}
      onChange={(id) => onAssign(id === NOBODY ? null : id)}
      options={[
        { value: NOBODY, label: 'nobody' },
        ...[...people].map(([value, label]) => ({ value, label })),
      ]}
    />
  )
}
