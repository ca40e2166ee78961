'use client'
import { type FormEvent, useState } from 'react'
import { useChange } from '#components/settings/use-change.ts'
import { Field } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import type { AccountRow } from '#server/services/accounts/schema.ts'
import { AddFooter } from './add-footer.tsx'
import { newExternalId } from './external-id.ts'
import { RegionChoice } from './region-choice.tsx'
import { RoleTemplate } from './role-template.tsx'
import { oddRegions } from './trust-policy.ts'

const listOf = (text: string) =>
  text
    .split(/[\s,]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '')

type Props = { accounts: AccountRow[]; onClose: () => void }

/** Watches the accounts of an AWS Organization: all, by unit or by tag, through one role that all have. */
export function AddByOrganization({ accounts, onClose }: Props) {
  const [accountId, setAccountId] = useState(accounts.find((one) => one.home)?.id ?? accounts[0]?.id ?? '')
  const [roleName, setRoleName] = useState('SightlineReadOnly')
  const [externalId, setExternalId] = useState(newExternalId)
  const [units, setUnits] = useState('')
  const [tags, setTags] = useState('')
  const [regions, setRegions] = useState<string[]>([])
  const change = useChange('/organizations', onClose)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change.mutate({
      path: '/organizations',
      body: {
        accountId,
        roleName: roleName.trim(),
        externalId: externalId || undefined,
        units: listOf(units),
        tags: listOf(tags),
        regions,
      },
      said: 'The organization is added; its accounts appear within ten minutes',
    })
  }
  return (
    <form onSubmit={submit} className="grid grid-cols-1 min-w-0 gap-3">
      <section className="grid grid-cols-1 min-w-0 gap-2">
        <h3 className="font-medium">1. Make the role in every account, by a StackSet</h3>
        <Field
          id="org-external-id"
          label="External id"
          value={externalId}
          onChange={(event) => setExternalId(event.target.value)}
          hint="The same for all members. Kept, never shown again."
        />
        <RoleTemplate />
      </section>
      <section className="grid grid-cols-1 min-w-0 gap-3">
        <h3 className="font-medium">2. Tell Sightline</h3>
        <div className="grid gap-1">
          <span className="font-medium">Account to ask</span>
          <Select
            aria-label="Account to ask"
            value={accountId}
            options={accounts.map((one) => ({ value: one.id, label: `${one.name} (${one.id})` }))}
            onChange={setAccountId}
          />
          <span className="text-table text-muted">
            The management account or a delegated administrator, already watched.
          </span>
        </div>
        <Field
          id="org-role"
          label="Name of the role in the members"
          className="num"
          value={roleName}
          required
          onChange={(event) => setRoleName(event.target.value)}
        />
        <Field
          id="org-units"
          label="Only these units"
          placeholder="ou-ab12-cdef3456"
          className="num"
          value={units}
          onChange={(event) => setUnits(event.target.value)}
          hint="Ids of roots or units, separated by commas; those below count. Empty: all accounts."
        />
        <Field
          id="org-tags"
          label="Only accounts with one of these tags"
          placeholder="env=prod, team"
          value={tags}
          onChange={(event) => setTags(event.target.value)}
          hint="key or key=value, separated by commas. Empty: whatever their tags."
        />
        <RegionChoice known={[]} chosen={regions} onChange={setRegions} />
      </section>
      <AddFooter
        change={change}
        onClose={onClose}
        ready={accountId !== '' && roleName.trim() !== '' && oddRegions(regions).length === 0}
        word="Add the organization"
      />
    </form>
  )
}
