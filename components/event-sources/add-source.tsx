'use client'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { postApi } from '#components/query/use-api.ts'
import { useChange } from '#components/settings/use-change.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { SOURCE_KINDS, SOURCE_TITLES } from '#server/domain/trail-sources/source-kind.ts'
import type { AccountRow } from '#server/services/accounts/schema.ts'
import type { SourceTrial } from '#server/services/event-sources/schema.ts'
import { SourceFields } from './source-fields.tsx'
import { draftOf, NEW_SOURCE, type SourceForm } from './source-form.ts'
import { SourceSetup } from './source-setup.tsx'
import { TrialSteps, useTrial } from './source-trial.tsx'
import { ADDRESS_LABELS, KIND_NOTES, needsRegion } from './source-words.ts'

const KINDS = SOURCE_KINDS.map((value) => ({ value, label: SOURCE_TITLES[value] }))

type Props = { accounts: AccountRow[]; region: string; onClose: () => void }

function Labelled({ id, label, children }: { id: string; label: string; children: React.ReactNode }) {
  return (
    <div className="grid grid-cols-1 gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children}
    </div>
  )
}

/** Adds an event source: what has to be made for it, where it is, and a test before it is saved. */
export function AddSource({ accounts, region: usual, onClose }: Props) {
  const home = accounts.find((account) => account.home) ?? accounts[0]
  const [form, setForm] = useState<SourceForm>({
    ...NEW_SOURCE,
    accountId: home?.id ?? '',
    region: usual,
  })
  const [trialId, setTrialId] = useState<string | null>(null)
  const trial = useTrial(trialId)
  const set = (patch: Partial<SourceForm>) => {
    setForm({ ...form, ...patch })
    setTrialId(null)
  }
  const test = useMutation<SourceTrial, Error>({
    mutationFn: () => postApi<SourceTrial>('/event-sources/trials', draftOf(form)),
    onSuccess: ({ id }) => setTrialId(id),
  })
  const change = useChange('/event-sources', onClose)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change.mutate({ path: '/event-sources', body: draftOf(form), said: `${form.name} is added` })
  }
  const address = ADDRESS_LABELS[form.kind]
  const isComplete = form.name.trim() !== '' && form.address.trim() !== ''
  const isTried = trial?.state === 'done'
  const isGood = isTried && trial.steps.every((step) => step.state === 'ok' || step.state === 'unknown')
  const failure = change.error ?? test.error
  const { kind, accountId, region } = form
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Add an event source"
      className="w-[min(44rem,calc(100vw-2rem))]"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            disabled={!isComplete || test.isPending || (trialId !== null && !isTried)}
            onClick={() => test.mutate()}
          >
            {trialId !== null && !isTried ? 'Testing…' : 'Test it'}
          </Button>
          <Button
            variant="primary"
            type="submit"
            form="add-source"
            disabled={!isComplete || !isTried || change.isPending}
            title={isTried ? undefined : 'Test it first.'}
          >
            {isTried && !isGood ? 'Save all the same' : 'Save'}
          </Button>
        </>
      }
    >
      <form id="add-source" onSubmit={submit} className="grid min-w-0 grid-cols-1 gap-3">
        <Labelled id="source-kind" label="How the events come">
          <Select
            id="source-kind"
            value={form.kind}
            options={KINDS}
            onChange={(value) => set({ kind: SOURCE_KINDS.find((one) => one === value) ?? 'event-queue' })}
          />
          <p className="m-0 text-table text-muted">{KIND_NOTES[form.kind]}</p>
        </Labelled>
        <Labelled id="source-account" label="With the credentials of">
          <Select
            id="source-account"
            value={form.accountId}
            options={accounts.map(({ id, name }) => ({ value: id, label: `${name} (${id})` }))}
            onChange={(value) => set({ accountId: value })}
          />
        </Labelled>
        <Field
          id="source-region"
          label="Region"
          value={form.region}
          className="num"
          hint={needsRegion(kind) ? undefined : 'For the templates; the address below decides.'}
          onChange={(event) => set({ region: event.target.value.trim() })}
        />
        <details>
          <summary className="cursor-pointer font-medium">
            {kind === 'event-queue' || kind === 'file-queue'
              ? 'What to make, and what to permit'
              : 'What to permit'}
          </summary>
          <SourceSetup
            setup={{ kind, accountId, region, address: form.address, settings: draftOf(form).settings }}
          />
        </details>
        <Field
          id="source-address"
          label={address.label}
          placeholder={address.placeholder}
          hint={address.hint}
          value={form.address}
          required
          className="num"
          onChange={(event) => set({ address: event.target.value })}
        />
        <Field
          id="source-name"
          label="Name"
          placeholder="events of all accounts"
          value={form.name}
          required
          maxLength={100}
          onChange={(event) => set({ name: event.target.value })}
        />
        <SourceFields form={form} set={set} />
        {trial && <TrialSteps trial={trial} />}
        {failure && (
          <p role="alert" className="m-0 break-words text-critical">
            {failure.message}
          </p>
        )}
      </form>
    </Dialog>
  )
}
