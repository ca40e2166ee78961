'use client'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type MouseEvent, useEffect, useRef } from 'react'
import { cn } from '#components/ui/cn.ts'
import { ScrollArea } from '#components/ui/scroll-area.tsx'
import { RowCheckbox } from './row-checkbox.tsx'
import type { GridTable } from './table-features.ts'
import { TableHead } from './table-head.tsx'
import { DENSITIES, useDensity } from './table-preferences.ts'
import type { Column, SortState } from './table-types.ts'

const VIRTUAL_FROM = 60

export type TableGridProps<T extends object> = {
  label: string
  table: GridTable<T>
  columns: Column<T>[]
  sort: SortState | null
  onSort: (sort: SortState) => void
  selectable: boolean
  active: number
  onRowClick: (index: number) => void
  changed: ReadonlySet<string>
  /** Greyed while rows of another filter are on their way. */
  stale: boolean
}

function isOwnClick(event: MouseEvent): boolean {
  const target = event.target
  return target instanceof Element && target.closest('a, button, input, label') !== null
}

/** The table itself: sticky head, fixed row height, only the rows in view where there are many. */
export function TableGrid<T extends object>(props: TableGridProps<T>) {
  const { table, columns, active } = props
  const scroller = useRef<HTMLDivElement>(null)
  const [density] = useDensity()
  const rowPx = DENSITIES[density]
  const rows = table.getRowModel().rows
  const isVirtual = rows.length > VIRTUAL_FROM
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 12,
    enabled: isVirtual,
  })
  const items = isVirtual ? virtual.getVirtualItems() : []
  const shown = isVirtual ? items.map((item) => item.index) : rows.map((_, i) => i)
  const before = isVirtual ? (items[0]?.start ?? 0) : 0
  const after = isVirtual ? virtual.getTotalSize() - (items.at(-1)?.end ?? 0) : 0
  const leaf = table.getVisibleLeafColumns()
  const sizes = table.state.columnSizing

  useEffect(() => {
    if (active < 0) return
    if (isVirtual) virtual.scrollToIndex(active, { align: 'auto' })
    else scroller.current?.querySelector('[data-active]')?.scrollIntoView({ block: 'nearest' })
  }, [active, isVirtual, virtual])

  return (
    <ScrollArea ref={scroller} label={props.label} className="sm:max-h-[max(20rem,calc(100dvh-13.5rem))]">
      <table
        className={cn(
          'w-full table-fixed border-separate border-spacing-0 text-table',
          props.stale && 'opacity-60',
        )}
        style={{ minWidth: table.getTotalSize() + (props.selectable ? 32 : 0) }}
        aria-label={props.label}
      >
        <colgroup>
          {props.selectable && <col style={{ width: 32 }} />}
          {leaf.map((column) => {
            const grows = columns.find((one) => one.id === column.id)?.grow && sizes[column.id] === undefined
            return <col key={column.id} style={grows ? undefined : { width: column.getSize() }} />
          })}
        </colgroup>
        <TableHead
          table={table}
          columns={columns}
          sort={props.sort}
          onSort={props.onSort}
          selectable={props.selectable}
        />
        <tbody>
          {before > 0 && (
            <tr aria-hidden style={{ height: before }}>
              <td colSpan={leaf.length} />
            </tr>
          )}
          {shown.map((index) => {
            const row = rows[index]
            if (!row) return null
            return (
              <tr
                key={row.id}
                data-active={index === active || undefined}
                aria-current={index === active || undefined}
                aria-rowindex={index + 2}
                onClick={(event) => !isOwnClick(event) && props.onRowClick(index)}
                className={cn(
                  'cursor-pointer hover:bg-hover data-active:bg-accent/10 data-active:shadow-[inset_2px_0_0_var(--color-accent)]',
                  props.changed.has(row.id) && 'animate-changed',
                )}
                style={{ height: rowPx }}
              >
                {props.selectable && (
                  <td className="border-b border-line pl-3">
                    <RowCheckbox
                      label={`row ${index + 1}`}
                      checked={row.getIsSelected()}
                      onToggle={row.getToggleSelectedHandler()}
                    />
                  </td>
                )}
                {row.getVisibleCells().map((cell) => {
                  const column = columns.find((one) => one.id === cell.column.id)
                  return (
                    <td
                      key={cell.id}
                      className={cn(
                        'overflow-hidden text-ellipsis whitespace-nowrap border-b border-line px-2 py-0',
                        column?.align === 'end' && 'num text-right',
                      )}
                    >
                      {column?.cell(row.original)}
                    </td>
                  )
                })}
              </tr>
            )
          })}
          {after > 0 && (
            <tr aria-hidden style={{ height: after }}>
              <td colSpan={leaf.length} />
            </tr>
          )}
        </tbody>
      </table>
    </ScrollArea>
  )
}
