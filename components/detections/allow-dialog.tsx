'use client'
import { type FormEvent, useState } from 'react'
import { isReason, ReasonField } from '#components/decisions/reason-field.tsx'
import { usePreview } from '#components/query/use-preview.ts'
import { useChange } from '#components/settings/use-change.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/input.tsx'
import type { AllowEntryRow, AllowPreview } from '#server/services/allow-entries/schema.ts'
import { type AllowDraft, allowSelectorOf } from './allow-draft.ts'
import { AllowFields } from './allow-fields.tsx'
import { AllowPreviewBox } from './allow-preview.tsx'

type Props = { draft: AllowDraft; actorArn?: string | null; readPath: string; onClose: () => void }

/** Asks which acts are expected, shows what that would have covered, and saves it with its reason and its end. */
export function AllowDialog({ draft: initial, actorArn = null, readPath, onClose }: Props) {
  const [draft, setDraft] = useState(initial)
  const [reason, setReason] = useState('')
  const [days, setDays] = useState('90')
  const change = useChange<AllowEntryRow>(readPath, onClose)
  const { selector, problem } = allowSelectorOf(draft)
  const { query, preview } = usePreview<AllowPreview>('/allow-entries/preview', selector)
  // What is saved is what was seen: nothing is saved before the preview of it is there.
  const isReady = preview !== undefined && isReason(reason)
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
        <ReasonField id="allow-reason" value={reason} onChange={setReason} />
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
