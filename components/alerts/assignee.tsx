'use client'
import { AssigneeSelect } from '#components/detail/assignee-select.tsx'
import type { AlertRow } from '#server/services/alerts/schema.ts'
import { useAlertVerb } from './use-alert-verb.ts'

/** Who looks after an alert. */
export function Assignee({ alert }: { alert: AlertRow }) {
  const { run, busy } = useAlertVerb()
  return (
    <AssigneeSelect
      assignee={alert.assignee}
      busy={busy}
      onAssign={(userId) => run([alert.id], 'assign', { userId })}
    />
  )
}
