import type { ReactNode } from 'react'
import { type MiniColumn, MiniTable } from '#components/ui/mini-table.tsx'

type Props<T> = {
  label: string
  columns: MiniColumn<T>[]
  rows: T[]
  rowKey: (row: T) => string
  /** A row where there is no room for columns. */
  phoneRow: (row: T) => ReactNode
}

/** A short table; on a phone its rows one under another, as nobody scrolls a table sideways there. */
export function TableOrRows<T>({ phoneRow, ...table }: Props<T>) {
  return (
    <>
      <div className="max-sm:hidden">
        <MiniTable {...table} />
      </div>
      <ul aria-label={table.label} className="m-0 list-none p-0 text-table sm:hidden">
        {table.rows.map((row) => (
          <li key={table.rowKey(row)} className="min-w-0 border-t border-line first:border-0">
            {phoneRow(row)}
          </li>
        ))}
      </ul>
    </>
  )
}
