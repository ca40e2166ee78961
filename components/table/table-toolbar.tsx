'use client'
import { Download, ListFilter } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button, buttonClass } from '#components/ui/button.tsx'
import { ColumnChooser } from './column-chooser.tsx'
import type { Column, Facets } from './table-types.ts'
import { formatSearch } from './typed-search.ts'
import { TypedSearchInput } from './typed-search-input.tsx'
import type { TableState } from './use-table-state.ts'

type Props<T> = {
  state: TableState
  columns: Column<T>[]
  shown: string[]
  facets: Facets
  searchHint: string
  csvHref: string | null
  onOpenFacets: () => void
  extra?: ReactNode
}

/** Search, filters (a drawer on narrow screens), columns, density and CSV of what is filtered. */
export function TableToolbar<T>({
  state,
  columns,
  shown,
  facets,
  searchHint,
  csvHref,
  onOpenFacets,
  extra,
}: Props<T>) {
  const chosen = Object.values(state.search.values).flat().length
  return (
    <div className="flex flex-wrap items-center gap-1 border-b border-line p-2">
      <Button
        variant="ghost"
        className="lg:hidden"
        aria-label={chosen > 0 ? `Filters, ${chosen} chosen` : 'Filters'}
        onClick={onOpenFacets}
      >
        <ListFilter size={14} aria-hidden />
        {chosen > 0 && <span className="num text-accent">{chosen}</span>}
      </Button>
      <TypedSearchInput
        value={formatSearch(state.search, state.filters)}
        onCommit={state.setSearchText}
        filters={state.filters}
        facets={facets}
        placeholder={searchHint}
      />
      {state.isFiltered && (
        <Button variant="ghost" onClick={state.clear}>
          Clear
        </Button>
      )}
      {extra}
      <ColumnChooser columns={columns} shown={shown} onChange={state.setColumns} />
      {csvHref && (
        <a
          href={csvHref}
          download
          aria-label="Download what is filtered as CSV"
          title="Download what is filtered as CSV"
          className={buttonClass('ghost', 'icon')}
        >
          <Download size={14} aria-hidden />
        </a>
      )}
    </div>
  )
}
