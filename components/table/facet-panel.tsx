'use client'
import { ChevronDown, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { cn } from '#components/ui/cn.ts'
import { formatCount } from '#components/ui/format.ts'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { visibleText } from '#server/domain/text.ts'
import type { Facet } from '#server/services/scope.schema.ts'
import { distinctLabels } from './distinct-labels.ts'
import type { Facets, FilterDef } from './table-types.ts'
import type { TableState } from './use-table-state.ts'

const SHOWN = 7

type Entry = { value: string; label: string; count: number | null }

function inOrder(filter: FilterDef, found: Facet): Facet {
  if (!filter.ordered) return found
  const scale = Object.keys(filter.words ?? {})
  const place = (value: string) => (scale.includes(value) ? scale.indexOf(value) : scale.length)
  return found.toSorted((a, b) => place(a.value) - place(b.value))
}

/** The facet's values, with those that are chosen but not in the answer kept at the top. */
function entriesOf(filter: FilterDef, facets: Facets, chosen: string[]): Entry[] {
  const found = inOrder(filter, facets[filter.key] ?? [])
  const lost = chosen.filter((value) => !found.some((one) => one.value === value))
  const plain = (value: string, label: string) => filter.words?.[value] ?? label
  return distinctLabels([
    ...lost.map((value) => ({ value, label: plain(value, value), count: null })),
    ...found.map((one) => ({ ...one, label: plain(one.value, one.label) })),
  ])
}

function FacetGroup({ filter, state, facets }: { filter: FilterDef; state: TableState; facets: Facets }) {
  const chosen = state.search.values[filter.key] ?? []
  const [open, setOpen] = useState(!filter.folded || chosen.length > 0)
  const [all, setAll] = useState(false)
  const entries = entriesOf(filter, facets, chosen)
  const shown = all ? entries : entries.filter((one, i) => i < SHOWN || chosen.includes(one.value))
  if (entries.length === 0) return null
  const toggle = (value: string) => {
    const without = chosen.filter((one) => one !== value)
    const added = filter.single ? [value] : [...chosen, value]
    state.setFilter(filter.key, chosen.includes(value) ? without : added)
  }
  const Chevron = open ? ChevronDown : ChevronRight
  return (
    <fieldset className="m-0 min-w-0 border-0 p-0">
      <legend className="w-full p-0">
        <button
          type="button"
          aria-expanded={open}
          className="caps flex h-7 w-full items-center gap-1"
          onClick={() => setOpen(!open)}
        >
          <Chevron size={12} aria-hidden />
          {filter.label}
          {chosen.length > 0 && <span className="num text-accent">{chosen.length}</span>}
        </button>
      </legend>
      {open && (
        <ul className="m-0 list-none p-0 pb-2">
          {shown.map((entry) => {
            const on = chosen.includes(entry.value)
            return (
              <li key={entry.value}>
                <label
                  className={cn(
                    'flex min-h-6 cursor-pointer items-center gap-2 rounded-sm px-1 text-table hover:bg-hover',
                    on ? 'text-text' : 'text-muted',
                  )}
                  title={visibleText(entry.label)}
                >
                  <input
                    type="checkbox"
                    checked={on}
                    onChange={() => toggle(entry.value)}
                    className="size-3.5 shrink-0 accent-accent"
                  />
                  <bdi className="min-w-0 flex-1 truncate">{visibleText(entry.label)}</bdi>
                  <span className="num text-faint">
                    {entry.count === null ? '–' : formatCount(entry.count)}
                  </span>
                </label>
              </li>
            )
          })}
          {entries.length > shown.length || all ? (
            <li>
              <button
                type="button"
                className="min-h-6 px-1 text-table text-accent"
                onClick={() => setAll(!all)}
              >
                {all ? 'Show fewer' : `Show all ${entries.length}`}
              </button>
            </li>
          ) : null}
        </ul>
      )}
    </fieldset>
  )
}

function LoadingFacets() {
  return (
    <div className="grid grid-cols-1 gap-2 pt-2" aria-hidden>
      {['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'].map((key) => (
        <Skeleton key={key} className="h-3.5" />
      ))}
    </div>
  )
}

/** Facets with counts; each value is a filter that the URL holds. */
export function FacetPanel({ state, facets }: { state: TableState; facets: Facets }) {
  if (Object.keys(facets).length === 0) return <LoadingFacets />
  return (
    <div className="grid grid-cols-1 content-start gap-1">
      {state.filters
        .filter((filter) => !filter.linked)
        .map((filter) => (
          <FacetGroup key={filter.key} filter={filter} state={state} facets={facets} />
        ))}
    </div>
  )
}
