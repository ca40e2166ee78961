'use client'
import { type FormEvent, useState } from 'react'
import { useChange } from '#components/settings/use-change.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/input.tsx'
import type { AccountRow } from '#server/services/accounts/schema.ts'
import { RegionChoice } from './region-choice.tsx'
import { WatchEstimate } from './watch-estimate.tsx'

/** Name, regions, and whether the account is watched. */
export function EditAccount({ account, onClose }: { account: AccountRow; onClose: () => void }) {
  const [name, setName] = useState(account.name)
  const [owner, setOwner] = useState(account.owner ?? '')
  const [environment, setEnvironment] = useState(account.environment ?? '')
  const [regions, setRegions] = useState(account.regions)
  const change = useChange('/accounts', onClose)
  const path = `/accounts/${account.id}`
  const save = (event: FormEvent) => {
    event.preventDefault()
    change.mutate({
      path,
      method: 'PATCH',
      body: { name, regions, owner: owner.trim() || null, environment: environment.trim() || null },
      said: `${name} is saved`,
    })
  }
  const toggle = () =>
    change.mutate({
      path,
      method: 'PATCH',
      body: { enabled: !account.enabled },
      said: account.enabled ? `${account.name} is no longer watched` : `${account.name} is watched again`,
    })
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Account ${account.id}`}
      footer={
        <>
          <Button
            variant={account.enabled ? 'danger' : 'default'}
            className="mr-auto"
            disabled={change.isPending}
            onClick={toggle}
          >
            {account.enabled ? 'Stop watching' : 'Watch again'}
          </Button>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form="edit-account" disabled={change.isPending}>
            Save
          </Button>
        </>
      }
    >
      <form id="edit-account" onSubmit={save} className="grid grid-cols-1 gap-3">
        <Field
          id="account-name"
          label="Name"
          value={name}
          required
          maxLength={100}
          onChange={(event) => setName(event.target.value)}
        />
        <Field
          id="account-owner"
          label="Owner"
          value={owner}
          maxLength={100}
          hint="Where neither a label nor a tag of the resource names one."
          onChange={(event) => setOwner(event.target.value)}
        />
        <Field
          id="account-environment"
          label="Environment"
          value={environment}
          maxLength={100}
          hint="The same: for an account that is all production, say so here once."
          onChange={(event) => setEnvironment(event.target.value)}
        />
        <RegionChoice known={account.enabledRegions} chosen={regions} onChange={setRegions} />
        {!account.enabled && <WatchEstimate functions={account.functions || undefined} regions={1} />}
        <p className="m-0 text-table text-muted">
          What was collected stays when an account is no longer watched; it grows old and says so.
        </p>
      </form>
    </Dialog>
  )
}
