'use client'
import { type FormEvent, useState } from 'react'
import { useChange } from '#components/settings/use-change.ts'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { Field } from '#components/ui/input.tsx'
import type { AccountRow } from '#server/services/accounts/schema.ts'
import { AddFooter } from './add-footer.tsx'
import { newExternalId } from './external-id.ts'
import { RegionChoice } from './region-choice.tsx'
import { RoleTemplate } from './role-template.tsx'
import { accountOfRole, oddRegions, trustPolicy } from './trust-policy.ts'

type Props = { home: AccountRow | undefined; onClose: () => void }

/** Adds a member account: the role to make over there as a template, and then its ARN. */
export function AddByRole({ home, onClose }: Props) {
  const [externalId, setExternalId] = useState(newExternalId)
  const [name, setName] = useState('')
  const [roleArn, setRoleArn] = useState('')
  const [regions, setRegions] = useState<string[]>([])
  const change = useChange('/accounts', onClose)
  const accountId = accountOfRole(roleArn)
  const isOdd = roleArn !== '' && accountId === null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change.mutate({
      path: '/accounts',
      body: { name: name.trim(), roleArn: roleArn.trim(), externalId: externalId || undefined, regions },
      said: `${name} is added; its first sweep begins within a minute`,
    })
  }
  return (
    <form onSubmit={submit} className="grid grid-cols-1 min-w-0 gap-4">
      <section className="grid grid-cols-1 min-w-0 gap-2">
        <h3 className="font-medium">1. In the other account, make a role that may only read</h3>
        <Field
          id="external-id"
          label="External id"
          value={externalId}
          onChange={(event) => setExternalId(event.target.value)}
          hint="A secret between both sides, so that nobody else can have Sightline read their role. Made just now; kept, never shown again."
        />
        <RoleTemplate />
        <details>
          <summary className="cursor-pointer text-table text-muted">By hand: the trust policy</summary>
          <CodeBlock
            code={trustPolicy(home?.id ?? '<account of Sightline>', externalId)}
            label="Trust policy"
          />
        </details>
      </section>
      <section className="grid grid-cols-1 min-w-0 gap-3">
        <h3 className="font-medium">2. Tell Sightline</h3>
        <Field
          id="role-arn"
          label="ARN of the role"
          placeholder="arn:aws:iam::222222222222:role/SightlineReadOnly"
          value={roleArn}
          required
          className="num"
          error={isOdd ? 'This is not the ARN of a role.' : null}
          hint={accountId ? `account ${accountId}` : undefined}
          onChange={(event) => setRoleArn(event.target.value)}
        />
        <Field
          id="member-name"
          label="Name"
          placeholder="staging"
          value={name}
          required
          maxLength={100}
          onChange={(event) => setName(event.target.value)}
        />
        <RegionChoice known={[]} chosen={regions} onChange={setRegions} />
      </section>
      <AddFooter
        change={change}
        onClose={onClose}
        ready={accountId !== null && name.trim() !== '' && oddRegions(regions).length === 0}
        word="Add the account"
      />
    </form>
  )
}
