'use client'
import { Command } from 'cmdk'
import { BellRing, CornerDownLeft, KeyRound, SquareFunction, User } from 'lucide-react'
import { useRouter } from 'next/navigation'
import * as Dialog from 'radix-ui/dialog'
import { useDeferredValue, useEffect, useState } from 'react'
import { useApi } from '#components/query/use-api.ts'
import { useScope } from '#components/scope/use-scope.ts'
import { visibleText } from '#server/domain/text.ts'
import type { SearchResults } from '#server/services/search/schema.ts'
import { NAV_ITEMS } from './nav-items.ts'

const KIND_ICONS = { function: SquareFunction, alert: BellRing, role: KeyRound, actor: User } as const
const ITEM =
  'flex min-h-8 cursor-pointer items-center gap-2.5 rounded-sm px-2 data-[selected=true]:bg-hover data-[selected=true]:text-text'
const GROUP = '[&_[cmdk-group-heading]]:caps [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1'

const itemValue = (item: SearchResults['items'][number]) => `${item.kind} ${item.href}`

/** Finds pages of Sightline, and functions, alerts, roles and actors of the estate. */
export function Palette({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const router = useRouter()
  const { withScope } = useScope()
  const [text, setText] = useState('')
  const [selected, setSelected] = useState('')
  const q = useDeferredValue(text.trim())
  const found = useApi<SearchResults>('/search', { q }, { enabled: open && q !== '', refreshMs: false })
  const items = q === '' ? [] : (found.data?.items ?? [])
  const pages = NAV_ITEMS.filter((item) => item.label.toLowerCase().includes(q.toLowerCase()))

  const first = items[0] ? itemValue(items[0]) : pages[0] ? `page ${pages[0].href}` : ''
  useEffect(() => setSelected(first), [first])

  const go = (href: string) => {
    onOpenChange(false)
    setText('')
    router.push(withScope(href))
  }

  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-fade bg-overlay" />
        <Dialog.Content
          aria-describedby={undefined}
          data-modal
          className="fixed left-1/2 top-[10vh] z-50 w-[min(36rem,calc(100vw-1.5rem))] -translate-x-1/2 animate-fade rounded-md border border-line-strong/60 bg-surface focus:outline-none"
        >
          <Dialog.Title className="sr-only">Find</Dialog.Title>
          <Command shouldFilter={false} loop label="Find" value={selected} onValueChange={setSelected}>
            <Command.Input
              value={text}
              onValueChange={setText}
              placeholder="Find a function, alert, role, actor or page"
              className="h-11 w-full border-b border-line bg-transparent px-4 placeholder:text-faint focus-visible:outline-none"
            />
            <Command.List className="max-h-[55vh] overflow-y-auto p-1.5">
              {found.isError && (
                <p role="alert" className="px-2 py-2 text-critical">
                  The search failed: {visibleText(found.error.message)} Pages can still be opened.
                </p>
              )}
              {q !== '' &&
                !found.isError &&
                !found.isFetching &&
                items.length === 0 &&
                pages.length === 0 && (
                  <p className="px-2 py-3 text-muted">Nothing in the estate matches “{visibleText(q)}”.</p>
                )}
              {q !== '' && found.isFetching && items.length === 0 && (
                <p className="px-2 py-3 text-muted">Searching…</p>
              )}
              {items.length > 0 && (
                <Command.Group heading="Estate" className={GROUP}>
                  {items.map((item) => {
                    const Icon = KIND_ICONS[item.kind]
                    return (
                      <Command.Item
                        key={itemValue(item)}
                        value={itemValue(item)}
                        onSelect={() => go(item.href)}
                        className={ITEM}
                      >
                        <Icon size={14} className="shrink-0 text-muted" aria-hidden />
                        <bdi className="max-w-[60%] truncate" title={visibleText(item.title)}>
                          {visibleText(item.title)}
                        </bdi>
                        <span className="min-w-0 flex-1 truncate text-table text-muted">
                          {visibleText(item.detail)}
                        </span>
                        <span className="text-micro text-faint">{item.kind}</span>
                      </Command.Item>
                    )
                  })}
                </Command.Group>
              )}
              {pages.length > 0 && (
                <Command.Group heading="Pages" className={GROUP}>
                  {pages.map(({ href, label, icon: Icon }) => (
                    <Command.Item
                      key={href}
                      value={`page ${href}`}
                      onSelect={() => go(href)}
                      className={ITEM}
                    >
                      <Icon size={14} className="shrink-0 text-muted" aria-hidden />
                      <span className="flex-1">{label}</span>
                      <CornerDownLeft size={12} className="text-faint" aria-hidden />
                    </Command.Item>
                  ))}
                </Command.Group>
              )}
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
