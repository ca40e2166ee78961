'use client'
import { type FormEvent, useState } from 'react'
import { ParameterFields, type Typed, typedValues } from '#components/detail/parameter-fields.tsx'
import { useRoleReason } from '#components/query/use-status.ts'
import { useChange } from '#components/settings/use-change.ts'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import type { CheckDetail } from '#server/services/posture/schema.ts'

/** Switches a check on or off and sets its parameters, for the whole installation. */
export function CheckSettings({ detail }: { detail: CheckDetail }) {
  const { row, parameters } = detail
  const reason = useRoleReason('admin')
  const change = useChange<CheckDetail>(`/checks/${row.id}`)
  const [texts, setTexts] = useState<Typed>({})
  const path = `/checks/${row.id}`
  const save = (event: FormEvent) => {
    event.preventDefault()
    change.mutate({
      path,
      method: 'PATCH',
      body: { parameters: typedValues(parameters, texts) },
      said: 'Saved. Everything is judged again within minutes.',
    })
  }
  return (
    <Card title="Of this installation">
      <div className="grid grid-cols-1 gap-3">
        <p className="m-0 flex flex-wrap items-center gap-2">
          <span>{row.enabled ? 'The check is on.' : 'The check is off.'}</span>
          <Button
            size="sm"
            disabled={reason !== null || change.isPending}
            title={reason ?? undefined}
            onClick={() =>
              change.mutate({
                path,
                method: 'PATCH',
                body: { enabled: !row.enabled },
                said: row.enabled ? 'Switched off: its findings close within minutes.' : 'Switched on.',
              })
            }
          >
            {row.enabled ? 'Switch off' : 'Switch on'}
          </Button>
        </p>
        {row.off && <p className="m-0 text-table text-muted">Off unless switched on: {row.off}</p>}
        {parameters.length > 0 && (
          <form onSubmit={save} className="grid grid-cols-1 gap-2">
            <ParameterFields
              parameters={parameters}
              typed={texts}
              onType={setTexts}
              disabled={reason !== null}
            />
            <div className="flex justify-end">
              <Button type="submit" size="sm" disabled={reason !== null || change.isPending}>
                Save
              </Button>
            </div>
          </form>
        )}
      </div>
    </Card>
  )
}
