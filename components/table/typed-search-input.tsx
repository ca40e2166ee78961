'use client'
import { Search, X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { cn } from '#components/ui/cn.ts'
import { visibleText } from '#server/domain/text.ts'
import { isTyping } from './is-typing.ts'
import type { Facets, FilterDef } from './table-types.ts'
import { applyCompletion, completions, isTermOpen } from './typed-search.ts'

const TYPING_PAUSE_MS = 350

type Props = {
  /** The search that is in force, as text. */
  value: string
  onCommit: (text: string) => void
  filters: FilterDef[]
  facets: Facets
  placeholder: string
}

/** A search box that understands `key:value` and completes keys and values; "/" jumps into it. */
export function TypedSearchInput({ value, onCommit, filters, facets, placeholder }: Props) {
  const [draft, setDraft] = useState<string | null>(null)
  const [caret, setCaret] = useState(0)
  const [open, setOpen] = useState(false)
  const [chosen, setChosen] = useState(-1)
  const input = useRef<HTMLInputElement>(null)
  const listId = useId()
  const text = draft ?? value
  const options = open ? completions(text, caret, filters, facets) : []
  const latest = useRef({ onCommit, filters, value })
  latest.current = { onCommit, filters, value }

  useEffect(() => {
    const onSlash = (event: globalThis.KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.defaultPrevented) return
      if (isTyping(event.target)) return
      event.preventDefault()
      input.current?.focus()
    }
    document.addEventListener('keydown', onSlash)
    return () => document.removeEventListener('keydown', onSlash)
  }, [])

  useEffect(() => {
    if (draft === null || draft.trim() === latest.current.value.trim()) return
    if (isTermOpen(draft, caret, latest.current.filters)) return
    const timer = setTimeout(() => latest.current.onCommit(draft), TYPING_PAUSE_MS)
    return () => clearTimeout(timer)
  }, [draft, caret])

  const commit = (next: string) => {
    onCommit(next)
    setOpen(false)
    setChosen(-1)
  }
  const accept = (index: number) => {
    const option = options[index]
    if (!option) return
    const next = applyCompletion(text, caret, option.insert)
    setDraft(next.text)
    setCaret(next.caret)
    setChosen(-1)
    if (!option.insert.endsWith(':')) onCommit(next.text)
    requestAnimationFrame(() => {
      input.current?.focus()
      input.current?.setSelectionRange(next.caret, next.caret)
    })
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setOpen(true)
      const step = event.key === 'ArrowDown' ? 1 : -1
      setChosen((now) => (options.length === 0 ? -1 : (now + step + options.length) % options.length))
    } else if ((event.key === 'Enter' || event.key === 'Tab') && chosen >= 0) {
      event.preventDefault()
      accept(chosen)
    } else if (event.key === 'Enter') {
      event.preventDefault()
      commit(text)
    } else if (event.key === 'Escape') {
      event.stopPropagation()
      if (open && options.length > 0) setOpen(false)
      else input.current?.blur()
    }
  }

  return (
    <div className="relative min-w-40 flex-1">
      <Search size={13} aria-hidden className="pointer-events-none absolute left-2 top-2 text-faint" />
      <input
        ref={input}
        role="combobox"
        aria-label={placeholder}
        aria-expanded={options.length > 0}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={chosen >= 0 ? `${listId}-${chosen}` : undefined}
        value={text}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        className="num h-7 w-full rounded-md border border-line-strong/60 bg-surface pl-7 pr-7 text-table placeholder:font-sans placeholder:text-faint hover:border-line-strong"
        onChange={(event) => {
          setDraft(event.target.value)
          setCaret(event.target.selectionStart ?? event.target.value.length)
          setOpen(true)
          setChosen(-1)
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? 0)}
        onFocus={() => {
          setDraft(value === '' ? '' : `${value} `)
          setOpen(true)
        }}
        onBlur={() => {
          if (draft !== null && draft.trim() !== value.trim()) onCommit(draft)
          setDraft(null)
          setOpen(false)
          setChosen(-1)
        }}
        onKeyDown={onKeyDown}
      />
      {text.trim() !== '' && (
        <button
          type="button"
          aria-label="Clear the search"
          className="absolute right-0.5 top-0.5 inline-flex size-6 items-center justify-center rounded-sm text-muted hover:bg-hover"
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => {
            setDraft(draft === null ? null : '')
            commit('')
          }}
        >
          <X size={12} aria-hidden />
        </button>
      )}
      <div
        id={listId}
        role="listbox"
        aria-label="Completions"
        className={cn(
          'absolute left-0 top-8 z-20 w-full min-w-56 rounded-md border border-line-strong/60 bg-surface p-1',
          options.length === 0 && 'hidden',
        )}
      >
        {options.map((option, i) => (
          <div
            key={option.insert}
            id={`${listId}-${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === chosen}
            className={cn(
              'flex min-h-7 cursor-pointer items-center gap-2 rounded-sm px-2 text-table hover:bg-hover',
              i === chosen && 'bg-hover',
            )}
            onPointerDown={(event) => {
              event.preventDefault()
              accept(i)
            }}
          >
            <span className="num min-w-0 flex-1 truncate">{visibleText(option.label)}</span>
            <span className="shrink-0 text-faint">{visibleText(option.detail)}</span>
          </div>
        ))}
      </div>
    </div>
  )
}
