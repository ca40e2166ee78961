'use client'
import { Check, ChevronDown } from 'lucide-react'
import { type KeyboardEvent, useId, useState } from 'react'
import { visibleText } from '#server/domain/text.ts'
import { buttonClass } from './button.tsx'
import { cn } from './cn.ts'
import { Input } from './input.tsx'
import { Popover, PopoverContent, PopoverTrigger } from './popover.tsx'

export type ComboboxOption = { value: string; label: string; count?: number }

type Props = {
  label: string
  /** Said when nothing is chosen, as "all accounts". */
  all: string
  options: readonly ComboboxOption[]
  selected: readonly string[]
  onChange: (selected: string[]) => void
  /** Only one may be chosen; choosing closes. */
  single?: boolean
  className?: string
}

const SEARCH_FROM = 8

/** A filter with many values: a button, a searchable list with checks, arrow keys, and "clear". */
export function Combobox({ label, all, options, selected, onChange, single, className }: Props) {
  const [open, setOpen] = useState(false)
  const [text, setText] = useState('')
  const listId = useId()
  const missing = selected
    .filter((value) => !options.some((option) => option.value === value))
    .map((value) => ({ value, label: value }))
  const every: ComboboxOption[] = [...missing, ...options]
  const needle = text.trim().toLowerCase()
  const shown = every.filter(
    (option) => needle === '' || `${option.label} ${option.value}`.toLowerCase().includes(needle),
  )
  const [only] = selected
  const said =
    selected.length === 0
      ? all
      : selected.length === 1
        ? visibleText(every.find((option) => option.value === only)?.label ?? only ?? '')
        : `${selected.length} ${label}`

  const toggle = (value: string) => {
    if (single) {
      onChange(selected.includes(value) ? [] : [value])
      setOpen(false)
    } else {
      onChange(selected.includes(value) ? selected.filter((one) => one !== value) : [...selected, value])
    }
  }

  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger
        aria-label={`Filter by ${label}: ${said}`}
        className={buttonClass(
          'ghost',
          'md',
          cn('max-w-48', selected.length > 0 && 'text-accent!', className),
        )}
      >
        <span className="truncate">{said}</span>
        <ChevronDown size={13} className="shrink-0" aria-hidden />
      </PopoverTrigger>
      <PopoverContent className="w-64 p-1" aria-label={`Choose ${label}`}>
        {every.length >= SEARCH_FROM && (
          <Input
            autoFocus
            value={text}
            onChange={(event) => setText(event.target.value)}
            placeholder={`Find ${label}`}
            aria-label={`Find ${label}`}
            aria-controls={listId}
            className="mb-1"
          />
        )}
        <fieldset id={listId} aria-label={label} className="max-h-72 min-w-0 overflow-y-auto">
          {shown.map((option) => {
            const on = selected.includes(option.value)
            return (
              <button
                key={option.value}
                type="button"
                aria-pressed={on}
                onClick={() => toggle(option.value)}
                onKeyDown={moveFocus}
                className="flex min-h-7 w-full items-center gap-2 rounded-sm px-2 text-left hover:bg-hover"
              >
                <Check size={13} className={cn('shrink-0 text-accent', !on && 'invisible')} aria-hidden />
                <span className="min-w-0 flex-1 truncate" title={visibleText(option.label)}>
                  {visibleText(option.label)}
                </span>
                {option.count !== undefined && (
                  <span className="num text-micro text-faint">{option.count}</span>
                )}
              </button>
            )
          })}
          {shown.length === 0 && <p className="px-2 py-1.5 text-muted">Nothing matches.</p>}
        </fieldset>
        {selected.length > 0 && (
          <button
            type="button"
            onClick={() => onChange([])}
            className="mt-1 flex min-h-7 w-full items-center border-t border-line px-2 text-muted hover:text-text"
          >
            Clear: {all}
          </button>
        )}
      </PopoverContent>
    </Popover>
  )
}

function moveFocus(event: KeyboardEvent<HTMLButtonElement>) {
  const sibling =
    event.key === 'ArrowDown'
      ? event.currentTarget.nextElementSibling
      : event.key === 'ArrowUp'
        ? event.currentTarget.previousElementSibling
        : null
  if (sibling instanceof HTMLElement) {
    event.preventDefault()
    sibling.focus()
  }
}
