'use client'
import { type FormEvent, useState } from 'react'
import { ReasonField } from '#components/decisions/reason-field.tsx'
import { useChange } from '#components/settings/use-change.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { DAYS, emptyDraft, type MaintenanceDraft, readDraft } from './maintenance-draft.ts'

const KINDS = [
  { value: 'once', label: 'Once' },
  { value: 'weekly', label: 'Every week' },
]
/** A week begins on Monday where most of these are written. */
const WEEK = [1, 2, 3, 4, 5, 6, 0]

type Part = { draft: MaintenanceDraft; set: (values: Partial<MaintenanceDraft>) => void }

function OnceFields({ draft, set }: Part) {
  return (
    <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
      <Field
        id="maintenance-from"
        label="From"
        type="datetime-local"
        required
        value={draft.from}
        onChange={(event) => set({ from: event.target.value })}
      />
      <Field
        id="maintenance-to"
        label="To"
        type="datetime-local"
        required
        hint="At most 14 days later, in your time zone"
        value={draft.to}
        onChange={(event) => set({ to: event.target.value })}
      />
    </div>
  )
}

function WeeklyFields({ draft, set }: Part) {
  const toggle = (day: number) =>
    set({ days: draft.days.includes(day) ? draft.days.filter((one) => one !== day) : [...draft.days, day] })
  return (
    <>
      <fieldset className="m-0 border-0 p-0">
        <legend className="p-0 font-medium">Begins on</legend>
        <div className="mt-1 flex flex-wrap gap-1.5">
          {WEEK.map((day) => (
            <Button
              key={day}
              size="sm"
              type="button"
              aria-pressed={draft.days.includes(day)}
              onClick={() => toggle(day)}
            >
              {DAYS[day]}
            </Button>
          ))}
        </div>
      </fieldset>
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-3">
        <Field
          id="maintenance-start"
          label="At"
          type="time"
          required
          value={draft.startTime}
          onChange={(event) => set({ startTime: event.target.value })}
        />
        <Field
          id="maintenance-hours"
          label="For hours"
          type="number"
          min={0.25}
          max={24}
          step={0.25}
          required
          value={draft.hours}
          onChange={(event) => set({ hours: event.target.value })}
        />
        <Field
          id="maintenance-zone"
          label="Time zone"
          required
          value={draft.timeZone}
          onChange={(event) => set({ timeZone: event.target.value })}
        />
      </div>
    </>
  )
}

function SelectorFields({ draft, set }: Part) {
  return (
    <>
      <Field
        id="maintenance-function"
        label="Function"
        hint="Name, with * and ?. Empty: every function, and the account as a whole."
        value={draft.functionName}
        onChange={(event) => set({ functionName: event.target.value })}
      />
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
        <Field
          id="maintenance-account"
          label="Account"
          hint="Id. Empty: every account."
          value={draft.account}
          onChange={(event) => set({ account: event.target.value })}
        />
        <Field
          id="maintenance-region"
          label="Region"
          hint="Empty: every region."
          value={draft.region}
          onChange={(event) => set({ region: event.target.value })}
        />
      </div>
    </>
  )
}

/** Asks what is maintained, when and why. */
export function MaintenanceDialog({ onClose }: { onClose: () => void }) {
  const [draft, setDraft] = useState(() =>
    emptyDraft(Date.now(), Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'),
  )
  const change = useChange('/maintenance-windows', onClose)
  const { input, problem } = readDraft(draft)
  const set = (values: Partial<MaintenanceDraft>) => setDraft({ ...draft, ...values })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (input)
      change.mutate({ path: '/maintenance-windows', body: input, said: 'The maintenance is planned' })
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Plan maintenance"
      description="Incidents are still recorded and shown; alerts of metrics sleep until it ends."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form="maintenance-form"
            variant="primary"
            disabled={!input || change.isPending}
          >
            Plan
          </Button>
        </>
      }
      className="w-[min(36rem,calc(100vw-2rem))] max-sm:top-2 max-sm:max-h-[calc(100dvh-1rem)] max-sm:w-[calc(100vw-1rem)]"
    >
      <form id="maintenance-form" onSubmit={submit} className="grid grid-cols-1 gap-3">
        <div className="grid content-start gap-1">
          <label htmlFor="maintenance-kind" className="font-medium">
            When
          </label>
          <Select
            id="maintenance-kind"
            options={KINDS}
            value={draft.kind}
            onChange={(kind) => set({ kind: kind === 'weekly' ? 'weekly' : 'once' })}
          />
        </div>
        {draft.kind === 'once' ? (
          <OnceFields draft={draft} set={set} />
        ) : (
          <WeeklyFields draft={draft} set={set} />
        )}
        <SelectorFields draft={draft} set={set} />
        <ReasonField id="maintenance-reason" value={draft.reason} onChange={(reason) => set({ reason })} />
        {problem && <p className="m-0 text-table text-muted">{problem}</p>}
      </form>
    </Dialog>
  )
}
