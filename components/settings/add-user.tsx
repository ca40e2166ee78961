'use client'
import { type FormEvent, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import type { UserRole } from '#server/domain/user-role.ts'
import { ROLE_OPTIONS, roleOf } from './roles.ts'
import { useChange } from './use-change.ts'

const MIN_PASSWORD = 12

/** A new user with a first password, which whoever makes it hands over. */
export function AddUser({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [role, setRole] = useState<UserRole>('viewer')
  const change = useChange('/users', onClose)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change.mutate({ path: '/users', body: { name, email, password, role }, said: `${name} may sign in` })
  }
  const isShort = password !== '' && password.length < MIN_PASSWORD
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Add a user"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            type="submit"
            form="add-user"
            disabled={change.isPending || password.length < MIN_PASSWORD}
          >
            Add
          </Button>
        </>
      }
    >
      <form id="add-user" onSubmit={submit} className="grid grid-cols-1 gap-3">
        <Field
          id="user-name"
          label="Name"
          required
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Field
          id="user-email"
          label="E-mail"
          type="email"
          required
          autoComplete="off"
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <Field
          id="user-password"
          label="First password"
          type="password"
          required
          autoComplete="new-password"
          value={password}
          error={isShort ? `${MIN_PASSWORD - password.length} characters short` : null}
          hint={`At least ${MIN_PASSWORD} characters`}
          onChange={(event) => setPassword(event.target.value)}
        />
        <div className="grid grid-cols-1 gap-1">
          <label htmlFor="user-role" className="font-medium">
            Role
          </label>
          <Select
            id="user-role"
            value={role}
            options={ROLE_OPTIONS}
            onChange={(value) => setRole(roleOf(value))}
          />
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
