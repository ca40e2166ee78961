'use client'
import type { ReactNode } from 'react'
import { cn } from '#components/ui/cn.ts'

type Props<T> = {
  rows: T[]
  rowId: (row: T) => string
  active: number
  onRowClick: (index: number) => void
  changed: ReadonlySet<string>
  row: (row: T) => ReactNode
}

/** Rows stacked for a narrow screen; a tap opens the peek drawer. */
export function PhoneRows<T>({ rows, rowId, active, onRowClick, changed, row: render }: Props<T>) {
  return (
    <ul className="m-0 list-none p-0">
      {rows.map((row, index) => (
        <li key={rowId(row)} className="border-b border-line last:border-0">
          <button
            type="button"
            aria-current={index === active || undefined}
            onClick={() => onRowClick(index)}
            className={cn(
              'block w-full min-w-0 px-3 py-2 text-left text-table aria-[current]:bg-accent/10',
              changed.has(rowId(row)) && 'animate-changed',
            )}
          >
            {render(row)}
          </button>
        </li>
      ))}
    </ul>
  )
}
