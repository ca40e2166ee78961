'use client'
import { type FormEvent, useState } from 'react'
import { useChange } from '#components/settings/use-change.ts'
import { Field } from '#components/ui/input.tsx'
import { AddFooter } from './add-footer.tsx'
import { RegionChoice } from './region-choice.tsx'
import { oddRegions } from './trust-policy.ts'

/** Adds an account that a profile on the worker's machine leads to. */
export function AddByProfile({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('')
  const [accountId, setAccountId] = useState('')
  const [profile, setProfile] = useState('')
  const [regions, setRegions] = useState<string[]>([])
  const change = useChange('/accounts', onClose)
  const isAccount = /^\d{12}$/.test(accountId)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change.mutate({
      path: '/accounts',
      body: { name: name.trim(), accountId, profile: profile.trim(), regions },
      said: `${name} is added; its first sweep begins within a minute`,
    })
  }
  return (
    <form onSubmit={submit} className="grid grid-cols-1 min-w-0 gap-3">
      <p className="m-0 text-table text-muted">
        The profile must be in the AWS configuration of every machine that runs a worker: SSO, a credential
        process or keys. The worker asks whose it is and refuses it where that is another account.
      </p>
      <Field
        id="profile"
        label="Profile"
        placeholder="staging-read-only"
        className="num"
        value={profile}
        required
        onChange={(event) => setProfile(event.target.value)}
      />
      <Field
        id="profile-account"
        label="Account"
        placeholder="222222222222"
        className="num"
        inputMode="numeric"
        value={accountId}
        required
        error={accountId !== '' && !isAccount ? 'An account has 12 digits.' : null}
        onChange={(event) => setAccountId(event.target.value.trim())}
      />
      <Field
        id="profile-name"
        label="Name"
        placeholder="staging"
        value={name}
        required
        maxLength={100}
        onChange={(event) => setName(event.target.value)}
      />
      <RegionChoice known={[]} chosen={regions} onChange={setRegions} />
      <AddFooter
        change={change}
        onClose={onClose}
        ready={isAccount && profile.trim() !== '' && name.trim() !== '' && oddRegions(regions).length === 0}
        word="Add the account"
      />
    </form>
  )
}
