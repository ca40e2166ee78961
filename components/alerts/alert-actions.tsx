'use client'
import { useState } from 'react'
import { useRoleReason } from '#components/query/use-status.ts'
import { useHotkeys } from '#components/shell/use-hotkeys.ts'
import type { AlertRow } from '#server/services/alerts/schema.ts'
import { ActionButton } from './action-button.tsx'
import { type AlertVerb, verbReason } from './alert-verbs.ts'
import { useAlertVerb } from './use-alert-verb.ts'
import { type DialogVerb, VerbDialog } from './verb-dialog.tsx'

type Props = { alert: AlertRow; keys?: boolean }

/** Acknowledge, snooze, resolve and comment on one alert, with the keys a, s, r and c. */
export function AlertActions({ alert, keys = false }: Props) {
  const roleReason = useRoleReason('responder')
  const { run, busy } = useAlertVerb()
  const [dialog, setDialog] = useState<DialogVerb | null>(null)
  const why = (verb: AlertVerb) => verbReason(verb, alert.state, roleReason)
  const toggle = alert.state === 'acknowledged' ? 'unacknowledge' : 'acknowledge'
  const open = (verb: DialogVerb) => () => {
    if (!why(verb)) setDialog(verb)
  }
  const acknowledge = () => {
    if (!busy && !why(toggle)) run([alert.id], toggle)
  }
  useHotkeys(
    { a: acknowledge, s: open('snooze'), r: open('resolve'), c: open('comment') },
    { enabled: keys && dialog === null },
  )
  return (
    <div className="grid gap-1.5">
      <div className="flex flex-wrap gap-1.5">
        <ActionButton
          shortcut="a"
          reason={why(toggle)}
          onClick={acknowledge}
          variant={toggle === 'acknowledge' ? 'primary' : 'default'}
        >
          {toggle === 'acknowledge' ? 'Acknowledge' : 'Unacknowledge'}
        </ActionButton>
        <ActionButton shortcut="s" reason={why('snooze')} onClick={open('snooze')}>
          Snooze
        </ActionButton>
        <ActionButton shortcut="r" reason={why('resolve')} onClick={open('resolve')}>
          Resolve
        </ActionButton>
        <ActionButton shortcut="c" reason={why('comment')} onClick={open('comment')}>
          Comment
        </ActionButton>
      </div>
      {roleReason && <p className="text-table text-muted">You may look but not act. {roleReason}</p>}
      <VerbDialog
        verb={dialog}
        count={1}
        busy={busy}
        onClose={() => setDialog(null)}
        onRun={async (verb, body) => {
          if (await run([alert.id], verb, body)) setDialog(null)
        }}
      />
    </div>
  )
}
