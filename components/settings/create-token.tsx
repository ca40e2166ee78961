'use client'
import { type FormEvent, useState } from 'react'
import { useStatus } from '#components/query/use-status.ts'
import { Button } from '#components/ui/button.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { hasRole, type UserRole } from '#server/domain/user-role.ts'
import type { TokenRow } from '#server/services/tokens/schema.ts'
import { ROLE_OPTIONS, roleOf } from './roles.ts'
import { useChange } from './use-change.ts'

const DAYS = [7, 30, 90, 365].map((days) => ({ value: String(days), label: `${days} days` }))

type Made = { token: string; row: TokenRow }

function MadeToken({ made, onClose }: { made: Made; onClose: () => void }) {
  return (
    <Dialog
      insistent
      open
      onOpenChange={(open) => !open && onClose()}
      title="Copy the token now"
      footer={
        <Button variant="primary" onClick={onClose}>
          I have it
        </Button>
      }
    >
      <div className="grid grid-cols-1 gap-3">
        <p className="m-0">This is the only time it is shown. Only its fingerprint is kept.</p>
        <CodeBlock code={made.token} label="The token" />
        <CodeBlock
          code={`curl -H 'Authorization: Bearer ${made.token}' ${location.origin}/api/v1/functions`}
          label="How to use it"
        />
      </div>
    </Dialog>
  )
}

/** Makes a token with a role not above the maker's own, and shows it once. */
export function CreateToken({ onClose }: { onClose: () => void }) {
  const { data: status } = useStatus()
  const [name, setName] = useState('')
  const [role, setRole] = useState<UserRole>('viewer')
  const [days, setDays] = useState('90')
  const [made, setMade] = useState<Made | null>(null)
  const change = useChange<Made>('/tokens', setMade)
  if (made) return <MadeToken made={made} onClose={onClose} />
  const own = status?.user.role ?? 'viewer'
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change.mutate({
      path: '/tokens',
      body: { name: name.trim(), role, expiresInDays: Number(days) },
      said: `${name} is made`,
    })
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Make a token"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            type="submit"
            form="create-token"
            disabled={change.isPending || name.trim() === ''}
          >
            Make it
          </Button>
        </>
      }
    >
      <form id="create-token" onSubmit={submit} className="grid grid-cols-1 gap-3">
        <Field
          id="token-name"
          label="What it is for"
          placeholder="grafana"
          required
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <div className="grid grid-cols-1 gap-1">
          <label htmlFor="token-role" className="font-medium">
            Role
          </label>
          <Select
            id="token-role"
            value={role}
            options={ROLE_OPTIONS.filter((option) => hasRole(own, option.value))}
            onChange={(value) => setRole(roleOf(value))}
          />
        </div>
        <div className="grid grid-cols-1 gap-1">
          <label htmlFor="token-days" className="font-medium">
            Ends after
          </label>
          <Select id="token-days" value={days} options={DAYS} onChange={setDays} />
        </div>
        {change.isError && (
          <p role="alert" className="m-0 text-critical">
            {change.error.message}
          </p>
        )}
      </form>
    </Dialog>
  )
}
