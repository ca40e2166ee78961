'use client'
import { type FormEvent, useState } from 'react'
import { useStatus } from '#components/query/use-status.ts'
import { useChange } from '#components/settings/use-change.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Field, Textarea } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { visibleText } from '#server/domain/text.ts'
import { type CanaryRow, createCanaryInput } from '#server/services/canaries/schema.ts'

const KINDS = [
  { value: 'function', label: 'Function' },
  { value: 'role', label: 'Role' },
  { value: 'access-key', label: 'Access key' },
]
const NAME_LABELS: Record<string, { label: string; hint: string }> = {
  function: { label: 'Name', hint: 'Of the function, without its ARN' },
  role: { label: 'Name', hint: 'Of the role, without its path' },
  'access-key': { label: 'Access key id', hint: 'Begins with AKIA. The secret is never asked for.' },
}

/** Asks what nobody has a reason to touch, and marks it. */
export function CanaryDialog({ onClose }: { onClose: () => void }) {
  const accounts = useStatus().data?.accounts ?? []
  const [kind, setKind] = useState('function')
  const [account, setAccount] = useState<string>()
  const [name, setName] = useState('')
  const [note, setNote] = useState('')
  const change = useChange<CanaryRow>('/canaries', onClose)
  const accountId = account ?? accounts[0]?.id ?? ''
  const parsed = createCanaryInput.safeParse({ kind, accountId, name, note })
  const problem = name !== '' && note !== '' ? (parsed.error?.issues[0]?.message ?? null) : null
  const words = NAME_LABELS[kind] ?? NAME_LABELS.function
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (parsed.success)
      change.mutate({ path: '/canaries', body: parsed.data, said: 'Marked: who touches it is an alert' })
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Mark a canary"
      description="Something that nobody has a reason to touch. Whoever does has found it by searching."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form="canary-form"
            variant="primary"
            disabled={!parsed.success || change.isPending}
          >
            Mark
          </Button>
        </>
      }
    >
      <form id="canary-form" onSubmit={submit} className="grid grid-cols-1 gap-3">
        <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
          <div className="grid content-start gap-1">
            <label htmlFor="canary-kind" className="font-medium">
              What
            </label>
            <Select id="canary-kind" options={KINDS} value={kind} onChange={setKind} />
          </div>
          <div className="grid content-start gap-1">
            <label htmlFor="canary-account" className="font-medium">
              Account
            </label>
            <Select
              id="canary-account"
              options={accounts.map(({ id, name }) => ({ value: id, label: visibleText(name) }))}
              value={accountId}
              onChange={setAccount}
            />
          </div>
        </div>
        <Field
          id="canary-name"
          label={words?.label ?? 'Name'}
          hint={words?.hint}
          required
          className="num"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <div className="grid gap-1">
          <label htmlFor="canary-note" className="font-medium">
            Note
          </label>
          <Textarea
            id="canary-note"
            required
            maxLength={1000}
            placeholder="For whoever is alerted: where it lies, who put it there"
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </div>
        {problem && (
          <p role="status" className="m-0 text-table text-high">
            {problem}
          </p>
        )}
      </form>
    </Dialog>
  )
}
