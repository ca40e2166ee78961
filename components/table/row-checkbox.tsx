'use client'
import type { GridTable } from './table-features.ts'

/** Takes a row into the selection; with Shift, all rows since the last one. */
export function RowCheckbox(props: { label: string; checked: boolean; onToggle: (event: unknown) => void }) {
  return (
    <input
      type="checkbox"
      aria-label={`Select ${props.label}`}
      checked={props.checked}
      onChange={props.onToggle}
      className="size-3.5 accent-accent align-middle"
    />
  )
}

export function SelectAll<T extends object>({ table }: { table: GridTable<T> }) {
  const all = table.getIsAllRowsSelected()
  const some = table.getIsSomeRowsSelected()
  return (
    <input
      type="checkbox"
      aria-label="Select all rows on this page"
      ref={(node) => {
        if (node) node.indeterminate = some && !all
      }}
      checked={all}
      onChange={() => table.toggleAllRowsSelected(!all)}
      className="size-3.5 accent-accent align-middle"
    />
  )
}
