'use client'
import { type FormEvent, useState } from 'react'
import { useChange } from '#components/settings/use-change.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Field, Textarea } from '#components/ui/input.tsx'
import type { AllowEntryRow } from '#server/services/allow-entries/schema.ts'
import { type AllowDraft, allowSelectorOf } from './allow-draft.ts'
import { AllowFields } from './allow-fields.tsx'
import { AllowPreviewBox, useAllowPreview } from './allow-preview.tsx'

const MIN_REASON = 10

type Props = { draft: AllowDraft; actorArn?: string | null; readPath: string; onClose: () => void }

/** Asks which acts are expected, shows what that would have covered, and saves it with its reason and its end. */
export function AllowDialog({ draft: initial, actorArn = null, readPath, onClose }: Props) {
  const [draft, setDraft] = useState(initial)
  const [reason, setReason] = useState('')
  const [days, setDays] = useState('90')
  const change = useChange<AllowEntryRow>(readPath, onClose)
  const { selector, problem } = allowSelectorOf(draft)
  const { query, preview } = useAllowPreview(selector)
  // What is saved is what was seen: nothing is saved before the preview of it is there.
  const isReady = preview !== undefined && reason.trim().length >= MIN_REASON
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!selector || !isReady) return
    change.mutate({
      path: '/allow-entries',
      body: { selector, reason: reason.trim(), days: Number(days) },
      said: 'The entry is saved: what it covers is kept as a hit, and nobody is told',
    })
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Expect these acts"
      description="What is expected is still found and kept, with this reason; it is no alert until the entry ends."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="allow-form" variant="primary" disabled={!isReady || change.isPending}>
            Expect
          </Button>
        </>
      }
      className="w-[min(40rem,calc(100vw-2rem))] max-sm:top-2 max-sm:max-h-[calc(100dvh-1rem)] max-sm:w-[calc(100vw-1rem)]"
    >
      <form id="allow-form" onSubmit={submit} className="grid grid-cols-1 gap-3">
        <AllowFields draft={draft} set={(values) => setDraft({ ...draft, ...values })} actorArn={actorArn} />
        {selector ? (
          <AllowPreviewBox query={query} preview={preview} />
        ) : (
          <p className="m-0 text-table text-muted">{problem}</p>
        )}
        <div className="grid gap-1">
          <label htmlFor="allow-reason" className="font-medium">
            Why
          </label>
          <Textarea
            id="allow-reason"
            required
            minLength={MIN_REASON}
            maxLength={2000}
            placeholder="For whoever reviews it: at least ten characters"
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </div>
        <Field
          id="allow-days"
          label="Ends after days"
          type="number"
          min={1}
          max={365}
          required
          value={days}
          onChange={(event) => setDays(event.target.value)}
        />
      </form>
    </Dialog>
  )
}
