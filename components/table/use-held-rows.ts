import { useRef } from 'react'

/** Rows in the order of `ids`, as they are now: those that are gone are left out, those that are new wait. */
export function heldRows<T>(
  rows: readonly T[],
  ids: readonly string[],
  rowId: (row: T) => string,
): { rows: T[]; waiting: number } {
  const byId = new Map(rows.map((row) => [rowId(row), row]))
  const kept = ids.flatMap((id) => {
    const row = byId.get(id)
    return row === undefined ? [] : [row]
  })
  return { rows: kept, waiting: rows.length - kept.length }
}

type Held<T> = {
  rows: T[]
  rowId: (row: T) => string
  /** What was asked for: with another question everything is new. */
  asked: string
  /** Whether somebody's hand is on the rows. */
  isHeld: boolean
}

/** Keeps rows where they are while somebody is about to click one: a refresh changes them in place, and new ones wait. */
export function useHeldRows<T>({ rows, rowId, asked, isHeld }: Held<T>): { rows: T[]; waiting: number } {
  const before = useRef<{ asked: string; ids: string[] }>({ asked: '', ids: [] })
  if (isHeld && before.current.asked === asked && before.current.ids.length > 0) {
    const held = heldRows(rows, before.current.ids, rowId)
    if (held.waiting > 0 || held.rows.length > 0) return held
  }
  before.current = { asked, ids: rows.map(rowId) }
  return { rows, waiting: 0 }
}
