'use client'
import { type FormEvent, useState } from 'react'
import { isReason, ReasonField } from '#components/decisions/reason-field.tsx'
import { usePreview } from '#components/query/use-preview.ts'
import { useStatus } from '#components/query/use-status.ts'
import { useChange } from '#components/settings/use-change.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { formatCount } from '#components/ui/format.ts'
import { Field } from '#components/ui/input.tsx'
import type { ExceptionPreview, ExceptionRow } from '#server/services/exceptions/schema.ts'
import { type Draft, selectorOf } from './exception-draft.ts'
import { ExceptionPreviewBox } from './exception-preview.tsx'

function SelectorFields({ draft, set }: { draft: Draft; set: (values: Partial<Draft>) => void }) {
  return (
    <>
      <Field
        id="exception-checks"
        label="Checks"
        hint="Ids, separated by commas. Empty: every check."
        value={draft.checks}
        onChange={(event) => set({ checks: event.target.value })}
      />
      <Field
        id="exception-resources"
        label="Resources"
        hint="ARNs, exactly."
        value={draft.resources}
        onChange={(event) => set({ resources: event.target.value })}
      />
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-3">
        <Field
          id="exception-patterns"
          label="ARN pattern"
          hint="With * and ?"
          value={draft.patterns}
          onChange={(event) => set({ patterns: event.target.value })}
        />
        <Field
          id="exception-tags"
          label="Tags"
          hint="key or key=value"
          value={draft.tags}
          onChange={(event) => set({ tags: event.target.value })}
        />
        <Field
          id="exception-accounts"
          label="Accounts"
          hint="Ids"
          value={draft.accounts}
          onChange={(event) => set({ accounts: event.target.value })}
        />
      </div>
      <p className="m-0 text-table text-muted">
        A finding is covered where every part that is filled in fits it.
      </p>
      <label className="flex items-center gap-2">
        <input
          type="checkbox"
          checked={draft.everywhere}
          onChange={(event) => set({ everywhere: event.target.checked })}
        />
        These checks everywhere
      </label>
    </>
  )
}

type Props = { draft: Draft; onClose: () => void; readPath: string }

/** Asks what to except, shows what that covers, and saves it with its reason, who decided it, and its end. */
export function ExceptionDialog({ draft: initial, onClose, readPath }: Props) {
  const me = useStatus().data?.user
  const [draft, setDraft] = useState(initial)
  const [reason, setReason] = useState('')
  const [approver, setApprover] = useState<string>()
  const [days, setDays] = useState('90')
  const change = useChange<ExceptionRow>(readPath, onClose)
  const { selector, problem } = selectorOf(draft)
  const { query, preview } = usePreview<ExceptionPreview>('/exceptions/preview', selector)
  // What is saved is what was seen: nothing is saved before the preview of it is there.
  const isReady = preview !== undefined && isReason(reason)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!selector || !isReady) return
    const body = {
      selector,
      reason: reason.trim(),
      approver: (approver ?? me?.name ?? '').trim(),
      days: Number(days),
    }
    change.mutate({ path: '/exceptions', body, said: 'The exception is saved' })
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Except findings"
      description="What is excepted still holds: it is counted, shown as excepted, and opens again when the exception ends."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form="exception-form"
            variant="primary"
            disabled={!isReady || change.isPending}
          >
            {preview && preview.total > 1 ? `Except ${formatCount(preview.total)} findings` : 'Except'}
          </Button>
        </>
      }
      className="w-[min(40rem,calc(100vw-2rem))] max-sm:top-2 max-sm:max-h-[calc(100dvh-1rem)] max-sm:w-[calc(100vw-1rem)]"
    >
      <form id="exception-form" onSubmit={submit} className="grid grid-cols-1 gap-3">
        <SelectorFields draft={draft} set={(values) => setDraft({ ...draft, ...values })} />
        {selector ? (
          <ExceptionPreviewBox query={query} preview={preview} />
        ) : (
          <p className="m-0 text-table text-muted">{problem}</p>
        )}
        <ReasonField id="exception-reason" value={reason} onChange={setReason} />
        <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
          <Field
            id="exception-approver"
            label="Decided by"
            required
            value={approver ?? me?.name ?? ''}
            onChange={(event) => setApprover(event.target.value)}
          />
          <Field
            id="exception-days"
            label="Ends after days"
            type="number"
            min={1}
            max={366}
            required
            value={days}
            onChange={(event) => setDays(event.target.value)}
          />
        </div>
      </form>
    </Dialog>
  )
}
