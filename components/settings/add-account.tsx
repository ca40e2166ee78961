'use client'
import { type FormEvent, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/input.tsx'
import type { AccountRow } from '#server/services/accounts/schema.ts'
import { RegionChoice } from './region-choice.tsx'
import { accountOfRole, oddRegions, roleCommands, trustPolicy } from './trust-policy.ts'
import { useChange } from './use-change.ts'

function newExternalId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return `sightline-${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

type Props = { home: AccountRow | undefined; onClose: () => void }

/** Adds a member account: what to make over there, word for word, and then its ARN. */
export function AddAccount({ home, onClose }: Props) {
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
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Add an account"
      className="w-[min(40rem,calc(100vw-2rem))]"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            type="submit"
            form="add-account"
            disabled={
              change.isPending || accountId === null || name.trim() === '' || oddRegions(regions).length > 0
            }
          >
            {change.isPending ? 'Adding…' : 'Add the account'}
          </Button>
        </>
      }
    >
      <form id="add-account" onSubmit={submit} className="grid grid-cols-1 min-w-0 gap-4">
        <section className="grid grid-cols-1 min-w-0 gap-2">
          <h3 className="font-medium">1. In the other account, make a role that may only read</h3>
          <Field
            id="external-id"
            label="External id"
            value={externalId}
            onChange={(event) => setExternalId(event.target.value)}
            hint="A secret between both sides, so that nobody else can have Sightline read their role. Made just now; kept, never shown again."
          />
          <p className="m-0 text-table text-muted">
            Save this as <code className="num">trust.json</code>. It lets in{' '}
            {home ? <span className="num">{home.id}</span> : 'Sightline’s own account'}, and only with the
            external id.
          </p>
          <CodeBlock
            code={trustPolicy(home?.id ?? '<account of Sightline>', externalId)}
            label="Trust policy"
          />
          <p className="m-0 text-table text-muted">
            Then run these with rights on the other account. The first prints the exact read-only policy.
          </p>
          <CodeBlock code={roleCommands()} label="Commands" />
        </section>
        <section className="grid grid-cols-1 min-w-0 gap-3">
          <h3 className="font-medium">2. Tell Sightline</h3>
          <Field
            id="role-arn"
            label="ARN of the role"
            placeholder="arn:aws:iam::222222222222:role/SightlineRead"
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
          {change.isError && (
            <p role="alert" className="m-0 text-critical">
              {change.error.message}
            </p>
          )}
        </section>
      </form>
    </Dialog>
  )
}
