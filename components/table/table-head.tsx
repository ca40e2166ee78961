'use client'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { cn } from '#components/ui/cn.ts'
import { SelectAll } from './row-checkbox.tsx'
import type { GridTable } from './table-features.ts'
import type { Column, SortState } from './table-types.ts'

type Props<T extends object> = {
  table: GridTable<T>
  columns: Column<T>[]
  sort: SortState | null
  onSort: (sort: SortState) => void
  selectable: boolean
}

function sortKey<T>(column: Column<T>): string | null {
  if (!column.sort) return null
  return column.sort === true ? column.id : column.sort
}

/** Column heads: a click sorts (numbers and times from the top first), the edge resizes, a double click there resets. */
export function TableHead<T extends object>({ table, columns, sort, onSort, selectable }: Props<T>) {
  return (
    <thead className="sticky top-0 z-10 bg-surface">
      <tr>
        {selectable && (
          <th scope="col" className="w-8 border-b border-line pl-3 text-left">
            <SelectAll table={table} />
          </th>
        )}
        {table.getFlatHeaders().map((header) => {
          const column = columns.find((one) => one.id === header.column.id)
          if (!column) return null
          const key = sortKey(column)
          const sorted = key !== null && sort?.id === key ? (sort.desc ? 'descending' : 'ascending') : 'none'
          const Arrow = sorted === 'ascending' ? ArrowUp : ArrowDown
          return (
            <th
              key={column.id}
              scope="col"
              aria-sort={key ? sorted : undefined}
              title={column.note}
              className="group relative h-8 border-b border-line p-0"
            >
              {key ? (
                <button
                  type="button"
                  className={cn(
                    'caps flex h-8 w-full items-center gap-1 px-2 hover:text-text',
                    column.align === 'end' && 'flex-row-reverse',
                    sorted !== 'none' && 'text-text',
                  )}
                  onClick={() =>
                    onSort({
                      id: key,
                      desc: sorted === 'none' ? column.align === 'end' : sorted === 'ascending',
                    })
                  }
                >
                  <span className="truncate">{column.header}</span>
                  <Arrow
                    size={11}
                    aria-hidden
                    className={cn('shrink-0', sorted === 'none' && 'hidden opacity-50 group-hover:block')}
                  />
                </button>
              ) : (
                <span
                  className={cn(
                    'caps block truncate px-2',
                    column.align === 'end' ? 'text-right' : 'text-left',
                  )}
                >
                  {column.header}
                </span>
              )}
              <span
                aria-hidden
                onMouseDown={header.getResizeHandler()}
                onTouchStart={header.getResizeHandler()}
                onDoubleClick={() => header.column.resetSize()}
                className="absolute inset-y-1 right-0 w-1.5 cursor-col-resize touch-none border-r border-transparent hover:border-accent group-hover:border-line-strong"
              />
            </th>
          )
        })}
      </tr>
    </thead>
  )
}
