import type { ReactNode } from 'react'
import { cn } from './cn.ts'
import { ScrollArea } from './scroll-area.tsx'

export type MiniColumn<T> = {
  head: string
  cell: (row: T) => ReactNode
  align?: 'end'
  className?: string
}

type Props<T> = { label: string; columns: MiniColumn<T>[]; rows: T[]; rowKey: (row: T) => string }

/** A short table without sorting or paging; scrolls inside its card where it is too wide. */
export function MiniTable<T>({ label, columns, rows, rowKey }: Props<T>) {
  return (
    <ScrollArea label={label}>
      <table aria-label={label} className="w-full border-collapse text-table">
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.head}
                scope="col"
                className={cn(
                  'caps h-7 whitespace-nowrap px-3 text-left',
                  column.align === 'end' && 'text-right',
                )}
              >
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)} className="h-8 border-t border-line hover:bg-hover">
              {columns.map((column) => (
                <td
                  key={column.head}
                  className={cn(
                    'whitespace-nowrap px-3',
                    column.align === 'end' && 'num text-right',
                    column.className,
                  )}
                >
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea>
  )
}
