'use client'
import { useApi } from '#components/query/use-api.ts'
import { useRoleReason, useStatus } from '#components/query/use-status.ts'
import { Select } from '#components/ui/select.tsx'
import { visibleText } from '#server/domain/text.ts'
import type { AlertRow } from '#server/services/alerts/schema.ts'
import type { UserList } from '#server/services/users/schema.ts'
import { useAlertVerb } from './use-alert-verb.ts'

const NOBODY = ''

/** Who looks after an alert. Where the list of users may not be read, oneself and nobody can be chosen. */
export function Assignee({ alert }: { alert: AlertRow }) {
  const me = useStatus().data?.user
  const roleReason = useRoleReason('responder')
  const users = useApi<UserList>('/users', undefined, { refreshMs: false, enabled: roleReason === null })
  const { run, busy } = useAlertVerb()
  const people = new Map<string, string>()
  if (me) people.set(me.id, `${visibleText(me.name)} (me)`)
  for (const user of users.data?.items ?? []) {
    if (!user.disabled && !people.has(user.id)) people.set(user.id, visibleText(user.name))
  }
  if (alert.assignee && !people.has(alert.assignee.id)) {
    people.set(alert.assignee.id, visibleText(alert.assignee.name))
  }
  return (
    <Select
      aria-label="Assignee"
      className="w-full"
      value={alert.assignee?.id ?? NOBODY}
      disabled={busy || roleReason !== null}
      title={roleReason ?? undefined}
      onChange={(id) => run([alert.id], 'assign', { userId: id === NOBODY ? null : id })}
      options={[
        { value: NOBODY, label: 'nobody' },
        ...[...people].map(([value, label]) => ({ value, label })),
      ]}
    />
  )
}
