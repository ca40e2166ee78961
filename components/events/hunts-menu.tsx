'use client'
import { Bookmark, Trash2 } from 'lucide-react'
import Link from 'next/link'
import { useSearchParams } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { useApi } from '#components/query/use-api.ts'
import { useRoleReason, useStatus } from '#components/query/use-status.ts'
import { useChange } from '#components/settings/use-change.ts'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/input.tsx'
import { Popover, PopoverContent, PopoverTrigger } from '#components/ui/popover.tsx'
import { Text } from '#components/ui/text.tsx'
import { visibleText } from '#server/domain/text.ts'
import { hasRole } from '#server/domain/user-role.ts'
import type { HuntList, HuntRow } from '#server/services/hunts/schema.ts'

function HuntItem({ hunt, mayDelete, onGo }: { hunt: HuntRow; mayDelete: boolean; onGo: () => void }) {
  const change = useChange<void>('/hunts')
  return (
    <li className="flex items-center gap-1 rounded-sm hover:bg-hover">
      <Link
        href={`/events${hunt.query === '' ? '' : `?${hunt.query}`}`}
        prefetch={false}
        onClick={onGo}
        className="flex min-h-7 min-w-0 flex-1 items-baseline gap-2 px-2 py-1"
      >
        <Text value={hunt.name} className="min-w-0" />
        {(hunt.shared || !hunt.isOwn) && (
          <span className="ml-auto shrink-0 text-table text-muted">
            {hunt.isOwn ? 'shared' : `by ${visibleText(hunt.owner)}`}
          </span>
        )}
      </Link>
      {mayDelete && (
        <Button
          size="icon"
          variant="ghost"
          aria-label={`Delete the hunt ${visibleText(hunt.name)}`}
          disabled={change.isPending}
          onClick={() => change.mutate({ path: `/hunts/${hunt.id}`, method: 'DELETE', said: 'Hunt deleted' })}
        >
          <Trash2 size={13} aria-hidden />
        </Button>
      )}
    </li>
  )
}

function SaveForm({ hunts }: { hunts: HuntRow[] }) {
  const search = useSearchParams()
  const [name, setName] = useState('')
  const [shared, setShared] = useState(false)
  const reason = useRoleReason('responder')
  const change = useChange<HuntRow>('/hunts', () => setName(''))
  const replaces = hunts.some((hunt) => hunt.isOwn && hunt.name === name.trim())
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const body = { name: name.trim(), query: search.toString(), shared }
    change.mutate({ path: '/hunts', body, said: `Hunt “${body.name}” saved` })
  }
  return (
    <form onSubmit={submit} className="grid grid-cols-1 gap-2 border-t border-line pt-2">
      <Field
        id="hunt-name"
        label="Save this search as"
        value={name}
        maxLength={120}
        onChange={(event) => setName(event.target.value)}
        hint={replaces ? 'Replaces your hunt of this name.' : 'Filters, scope and period are kept.'}
      />
      <div className="flex items-center justify-between gap-2">
        <label className="flex items-center gap-1.5" title={reason ?? undefined}>
          <input
            type="checkbox"
            className="accent-accent"
            checked={shared}
            disabled={reason !== null}
            onChange={(event) => setShared(event.target.checked)}
          />
          For everybody
        </label>
        <Button type="submit" variant="primary" size="sm" disabled={name.trim() === '' || change.isPending}>
          Save
        </Button>
      </div>
    </form>
  )
}

/** Saved searches of this page: one's own and shared ones, and the way to save the one in force. */
export function HuntsMenu() {
  const [open, setOpen] = useState(false)
  const query = useApi<HuntList>('/hunts', undefined, { refreshMs: false, enabled: open })
  const status = useStatus()
  const isAdmin = status.data ? hasRole(status.data.user.role, 'admin') : false
  const hunts = query.data?.items ?? []
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button variant="ghost">
          <Bookmark size={14} aria-hidden />
          Hunts
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" className="w-80" aria-label="Hunts">
        {query.isError ? (
          <p className="m-0 px-2 pb-2 text-table text-high">
            The hunts could not be loaded: {query.error.message}
          </p>
        ) : hunts.length === 0 ? (
          <p className="m-0 px-2 pb-2 text-table text-muted">
            {query.isPending ? 'Loading…' : 'No search is saved yet. Filter the events, then give it a name.'}
          </p>
        ) : (
          <ul aria-label="Saved searches" className="m-0 mb-2 max-h-72 list-none overflow-y-auto p-0">
            {hunts.map((hunt) => (
              <HuntItem
                key={hunt.id}
                hunt={hunt}
                mayDelete={hunt.isOwn || isAdmin}
                onGo={() => setOpen(false)}
              />
            ))}
          </ul>
        )}
        <SaveForm hunts={hunts} />
      </PopoverContent>
    </Popover>
  )
}
