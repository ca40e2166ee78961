'use client'
import type { UseQueryResult } from '@tanstack/react-query'
import { createColumnHelper, useTable } from '@tanstack/react-table'
import { useRouter } from 'next/navigation'
import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { apiUrl } from '#components/query/request.ts'
import { useScope } from '#components/scope/use-scope.ts'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { Sheet } from '#components/ui/sheet.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { FacetPanel } from './facet-panel.tsx'
import { Pager } from './pager.tsx'
import { type Peek, PeekSheet } from './peek-sheet.tsx'
import { PhoneRows } from './phone-rows.tsx'
import { features } from './table-features.ts'
import { TableGrid } from './table-grid.tsx'
import { TableToolbar } from './table-toolbar.tsx'
import type { Column, Facets } from './table-types.ts'
import { useChangedRows } from './use-changed-rows.ts'
import { useHeldRows } from './use-held-rows.ts'
import { useIsPhone, useMedia } from './use-media.ts'
import { useRowKeys } from './use-row-keys.ts'
import type { TableState } from './use-table-state.ts'

type Page<T> = {
  items: T[]
  total: number
  /** There are more than `total`. */
  isTotalLeast?: boolean
  facets: Facets
  nextCursor?: string | null
}

export type DataTableProps<T extends object> = {
  /** What the rows are, in the plural: "functions". Used for the table's name and in its sentences. */
  name: string
  /** Keep columns and rowId at module level or in a memo. */
  columns: Column<T>[]
  rowId: (row: T) => string
  query: UseQueryResult<Page<T>, Error>
  state: TableState
  searchHint: string
  /** API path of the CSV, such as `/functions`; the filter and scope in force are added. */
  csvPath?: string
  /** The page of a row; a second Enter goes there. */
  rowHref?: (row: T) => string
  /** The drawer's title and content. */
  peek?: Peek<T>
  /** What of a row counts as a change when it refreshes; the whole row if not given. */
  signature?: (row: T) => string
  /** Rows as on a phone; else the table scrolls in its card. */
  phoneRow?: (row: T) => ReactNode
  /** Makes rows selectable; shown above the table while some are. */
  selection?: (ids: string[], clear: () => void) => ReactNode
  /** Single keys on the active row, such as `a`; true where it was used. */
  onKey?: (key: string, row: T) => boolean
  /** Said when there is nothing at all (not: nothing that matches the filter). */
  empty: { title: string; text: ReactNode; action?: ReactNode }
  /** What still works when loading fails. */
  stillWorks?: string
  toolbar?: ReactNode
}

const NO_ROWS: never[] = []

/** A server-side table whose filters, sort, page, columns and peeked row are in the URL. */
export function DataTable<T extends object>(props: DataTableProps<T>) {
  const { columns, query, state, rowId, rowHref, peek } = props
  const router = useRouter()
  const { scopeParams, withScope } = useScope()
  const isPhone = useIsPhone()
  const isWide = useMedia('(min-width: 1024px)')
  const [facetsOpen, setFacetsOpen] = useState(false)
  const [activeId, setActiveId] = useState<string | null>(null)
  const [isHeld, setHeld] = useState(false)
  const { rows, waiting } = useHeldRows<T>({
    rows: query.data?.items ?? NO_ROWS,
    rowId,
    asked: JSON.stringify([state.params, scopeParams, query.isPlaceholderData]),
    isHeld,
  })
  const facets = query.data?.facets ?? {}
  const shown = state.columns ?? columns.filter((one) => !one.hidden).map((one) => one.id)
  const visibility = Object.fromEntries(columns.map((one) => [one.id, one.fixed || shown.includes(one.id)]))
  const defs = useMemo(() => {
    const helper = createColumnHelper<typeof features, T>()
    return helper.columns(
      columns.map((one) =>
        helper.display({ id: one.id, header: one.header, size: one.size ?? 120, minSize: one.minSize ?? 56 }),
      ),
    )
  }, [columns])
  const table = useTable({
    features,
    columns: defs,
    data: rows,
    getRowId: rowId,
    columnResizeMode: 'onChange',
    state: { columnVisibility: visibility },
    onColumnVisibilityChange: () => undefined,
  })
  const changed = useChangedRows(rows, rowId, props.signature ?? JSON.stringify)
  const selectedIds = props.selection ? table.getSelectedRowIds() : []
  const active = rows.findIndex((row) => rowId(row) === (state.peek ?? activeId))
  const peeked = state.peek === null ? undefined : rows.find((row) => rowId(row) === state.peek)

  const { setPeek } = state
  useEffect(() => setFacetsOpen((open) => open && !isWide), [isWide])

  const moveTo = (index: number) => {
    const row = rows[index]
    if (!row) return
    setActiveId(rowId(row))
    if (state.peek !== null) setPeek(rowId(row))
  }
  const openRow = (index: number) => {
    const row = rows[index]
    if (!row) return
    if (rowHref && (!peek || state.peek === rowId(row))) router.push(withScope(rowHref(row)))
    else setPeek(rowId(row))
  }
  const clickRow = (index: number) => {
    const row = rows[index]
    if (!row) return
    setActiveId(rowId(row))
    if (peek) setPeek(rowId(row))
    else if (rowHref) router.push(withScope(rowHref(row)))
  }
  useRowKeys({
    count: rows.length,
    active,
    setActive: moveTo,
    onEnter: openRow,
    onKey: (key, index) => {
      const row = rows[index]
      if (key === 'x' && props.selection) {
        table.getRowModel().rows[index]?.toggleSelected()
        return true
      }
      return row !== undefined && (props.onKey?.(key, row) ?? false)
    },
  })

  const csvParams = { ...state.params, ...scopeParams, page: null, pageSize: null, cursor: null, limit: null }
  const csvHref = props.csvPath ? apiUrl(props.csvPath, { ...csvParams, format: 'csv' }) : null
  const body = () => {
    if (query.isPending) return <SkeletonRows rows={isPhone ? 8 : 20} />
    if (query.isError && !query.data)
      return (
        <ErrorState
          title={`The ${props.name} could not be loaded`}
          error={query.error}
          stillWorks={props.stillWorks}
          retry={() => query.refetch()}
        />
      )
    if (rows.length === 0 && state.isFiltered)
      return (
        <EmptyState title={`No ${props.name} match this filter`}>
          Take a word out of the search, or a tick out of the filters; accounts, regions and time above count
          too.
        </EmptyState>
      )
    if (rows.length === 0 && (state.page > 1 || state.cursor))
      return (
        <EmptyState title={`No ${props.name} on this page`}>There are fewer of them than before.</EmptyState>
      )
    if (rows.length === 0)
      return (
        <EmptyState title={props.empty.title} action={props.empty.action}>
          {props.empty.text}
        </EmptyState>
      )
    if (isPhone && props.phoneRow)
      return (
        <PhoneRows
          rows={rows}
          rowId={rowId}
          active={active}
          onRowClick={clickRow}
          changed={changed}
          row={props.phoneRow}
        />
      )
    return (
      <TableGrid
        label={props.name}
        table={table}
        columns={columns}
        sort={state.sort}
        onSort={state.setSort}
        selectable={props.selection !== undefined}
        active={active}
        onRowClick={clickRow}
        changed={changed}
        stale={query.isPlaceholderData}
      />
    )
  }

  return (
    <div className="grid grid-cols-1 min-w-0 gap-4 lg:grid-cols-[12.5rem_minmax(0,1fr)]">
      <aside
        aria-label={`Filters of ${props.name}`}
        className="sticky top-14 hidden max-h-[calc(100dvh-4.5rem)] self-start overflow-y-auto lg:block"
      >
        <FacetPanel state={state} facets={facets} />
      </aside>
      <div className="min-w-0 self-start rounded-md border border-line bg-surface">
        <TableToolbar
          state={state}
          columns={columns}
          shown={shown}
          facets={facets}
          searchHint={props.searchHint}
          csvHref={csvHref}
          onOpenFacets={() => setFacetsOpen(true)}
          extra={props.toolbar}
        />
        {query.isError && query.data && (
          <p role="status" className="m-0 border-b border-line px-3 py-1 text-table text-high">
            Could not refresh: {query.error.message} What is shown is the last answer.
          </p>
        )}
        {selectedIds.length > 0 && props.selection && (
          <div className="flex flex-wrap items-center gap-2 border-b border-line bg-raised px-3 py-1.5">
            <span className="num">{selectedIds.length} selected</span>
            {props.selection(selectedIds, () => table.resetRowSelection(true))}
          </div>
        )}
        <div
          onPointerEnter={() => setHeld(true)}
          onPointerLeave={() => setHeld(false)}
          onPointerCancel={() => setHeld(false)}
        >
          {body()}
        </div>
        {waiting > 0 && (
          <p role="status" className="m-0 border-t border-line bg-accent/10 px-3 py-1 text-table text-accent">
            {waiting} new: shown once the pointer leaves the list.
          </p>
        )}
        <Pager
          state={state}
          total={query.data?.total}
          isTotalLeast={query.data?.isTotalLeast}
          shown={rows.length}
          nextCursor={query.data && 'nextCursor' in query.data ? query.data.nextCursor : undefined}
        />
      </div>
      {!isWide && (
        <Sheet open={facetsOpen} onOpenChange={setFacetsOpen} title="Filters">
          <FacetPanel state={state} facets={facets} />
        </Sheet>
      )}
      {peek && state.peek !== null && (
        <PeekSheet
          id={state.peek}
          row={peeked}
          isLoading={query.isPending}
          name={props.name}
          peek={peek}
          href={peeked && rowHref ? rowHref(peeked) : undefined}
          onClose={() => setPeek(null)}
        />
      )}
    </div>
  )
}
