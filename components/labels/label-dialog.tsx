'use client'
import { type FormEvent, useState } from 'react'
import { useApi } from '#components/query/use-api.ts'
import { useRoleReason } from '#components/query/use-status.ts'
import { useChange } from '#components/settings/use-change.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import type { ResourceLabel } from '#server/services/labels/schema.ts'

const CRITICALITIES = [
  { value: '', label: 'as its tag says' },
  { value: 'critical', label: 'critical' },
  { value: 'high', label: 'high' },
  { value: 'medium', label: 'medium' },
  { value: 'low', label: 'low' },
]

type FormProps = { id: number; label: ResourceLabel; readPath: string; onClose: () => void }

function LabelForm({ id, label, readPath, onClose }: FormProps) {
  const [owner, setOwner] = useState(label.owner ?? '')
  const [environment, setEnvironment] = useState(label.environment ?? '')
  const [criticality, setCriticality] = useState(label.criticality ?? '')
  const change = useChange(readPath, onClose)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const body = {
      owner: owner.trim() || null,
      environment: environment.trim() || null,
      criticality: criticality || null,
    }
    change.mutate({ path: `/resources/${id}/label`, method: 'PATCH', body, said: 'The words are saved' })
  }
  return (
    <form onSubmit={submit} className="grid grid-cols-1 gap-3">
      <Field
        id="label-owner"
        label="Owner"
        value={owner}
        maxLength={100}
        hint="Empty leaves it to the tags."
        onChange={(event) => setOwner(event.target.value)}
      />
      <Field
        id="label-environment"
        label="Environment"
        value={environment}
        maxLength={100}
        onChange={(event) => setEnvironment(event.target.value)}
      />
      <div className="grid gap-1">
        <span className="font-medium">Criticality</span>
        <Select
          aria-label="Criticality"
          value={criticality}
          options={CRITICALITIES}
          onChange={setCriticality}
        />
      </div>
      {label.setBy && (
        <p className="m-0 text-table text-muted">
          Last set by <Text value={label.setBy} />, <Time at={label.setAt} />
        </p>
      )}
      <div className="flex justify-end gap-1.5">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" disabled={change.isPending}>
          Save
        </Button>
      </div>
    </form>
  )
}

type Props = { id: number; name: string; readPath: string; onClose: () => void }

function LabelDialog({ id, name, readPath, onClose }: Props) {
  const query = useApi<ResourceLabel>(`/resources/${id}/label`, undefined, { refreshMs: false })
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Whose is ${name}?`}
      description="What is set here wins over tags."
    >
      {query.data ? (
        <LabelForm id={id} label={query.data} readPath={readPath} onClose={onClose} />
      ) : (
        <SkeletonRows rows={3} />
      )}
    </Dialog>
  )
}

/** Opens owner, environment and criticality for setting by hand. `readPath` is what shows them and is read again. */
export function LabelButton({ id, name, readPath }: Omit<Props, 'onClose'>) {
  const [open, setOpen] = useState(false)
  const reason = useRoleReason('responder')
  return (
    <>
      <Button size="sm" disabled={reason !== null} title={reason ?? undefined} onClick={() => setOpen(true)}>
        Set owner
      </Button>
      {open && <LabelDialog id={id} name={name} readPath={readPath} onClose={() => setOpen(false)} />}
    </>
  )
}
