'use client'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { postApi } from '#components/query/use-api.ts'
import { useStatus } from '#components/query/use-status.ts'
import { useChange } from '#components/settings/use-change.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { formatCount } from '#components/ui/format.ts'
import { Field, Textarea } from '#components/ui/input.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { Text } from '#components/ui/text.tsx'
import { visibleText } from '#server/domain/text.ts'
import {
  type ExceptionPreview,
  type ExceptionRow,
  exceptionSelector,
} from '#server/services/exceptions/schema.ts'
import { SeverityCounts } from './severity-counts.tsx'

export type Draft = {
  checks: string
  resources: string
  patterns: string
  tags: string
  accounts: string
  everywhere: boolean
}

const lines = (text: string) =>
  text
    .split(/[\n,]/)
    .map((one) => one.trim())
    .filter((one) => one !== '')

const tagOf = (text: string) => {
  const at = text.indexOf('=')
  return at < 0
    ? { key: text, value: null }
    : { key: text.slice(0, at).trim(), value: text.slice(at + 1).trim() }
}

export function selectorOf(draft: Draft) {
  return exceptionSelector.safeParse({
    checks: lines(draft.checks),
    resources: lines(draft.resources),
    arnPatterns: lines(draft.patterns),
    tags: lines(draft.tags).map(tagOf),
    accounts: lines(draft.accounts),
    everywhere: draft.everywhere,
  })
}

/** What the exception would cover, were it saved now. */
function Preview({ selector }: { selector: unknown }) {
  const query = useQuery<ExceptionPreview, Error>({
    queryKey: ['preview-exception', JSON.stringify(selector)],
    queryFn: () => postApi<ExceptionPreview>('/exceptions/preview', { selector }),
    staleTime: 5000,
  })
  if (query.isError)
    return (
      <ErrorState title="The preview could not be made" error={query.error} retry={() => query.refetch()} />
    )
  if (!query.data) return <SkeletonRows rows={3} />
  const { total, alreadyExcepted, bySeverity, findings, warnings } = query.data
  return (
    <div className="grid grid-cols-1 gap-1.5 rounded-md border border-line p-2 text-table">
      <p className="m-0 flex flex-wrap items-center gap-x-3">
        <span className="font-medium">
          It covers <span className="num">{formatCount(total)}</span> open{' '}
          {total === 1 ? 'finding' : 'findings'}
        </span>
        <SeverityCounts counts={bySeverity} />
        {alreadyExcepted > 0 && (
          <span className="text-muted">{formatCount(alreadyExcepted)} are excepted already</span>
        )}
      </p>
      {warnings.map((warning) => (
        <p key={warning} className="m-0 break-words font-medium text-high">
          {visibleText(warning)}
        </p>
      ))}
      <ul className="m-0 max-h-40 list-none overflow-y-auto p-0">
        {findings.map((row) => (
          <li key={row.id} className="flex min-w-0 gap-2">
            <Text value={row.checkTitle} className="min-w-0 flex-1" />
            <Text value={row.resourceName} mono className="max-w-48" />
          </li>
        ))}
      </ul>
    </div>
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
  const selector = selectorOf(draft)
  const isReady = selector.success && reason.trim().length >= 10
  const set = (values: Partial<Draft>) => setDraft({ ...draft, ...values })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!selector.success) return
    const body = {
      selector: selector.data,
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
      className="w-[min(40rem,calc(100vw-2rem))]"
    >
      <form onSubmit={submit} className="grid grid-cols-1 gap-3">
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
        <label className="flex items-center gap-2">
          <input
            type="checkbox"
            checked={draft.everywhere}
            onChange={(event) => set({ everywhere: event.target.checked })}
          />
          These checks everywhere
        </label>
        {selector.success ? (
          <Preview selector={selector.data} />
        ) : (
          <p className="m-0 text-table text-muted">{selector.error.issues[0]?.message}</p>
        )}
        <div className="grid gap-1">
          <label htmlFor="exception-reason" className="font-medium">
            Why
          </label>
          <Textarea
            id="exception-reason"
            required
            minLength={10}
            maxLength={2000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </div>
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
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" disabled={!isReady || change.isPending}>
            Except
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
