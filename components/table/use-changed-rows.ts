'use client'
import { useEffect, useRef, useState } from 'react'

const MARK_MS = 2000

/** Ids whose signature differs between two maps; rows that are new are not marked. */
export function changedIds(before: Map<string, string>, after: Map<string, string>): string[] {
  return [...after].filter(([id, text]) => before.has(id) && before.get(id) !== text).map(([id]) => id)
}

/** The rows that changed since the refresh before; each for two seconds. */
export function useChangedRows<T>(
  rows: T[],
  rowId: (row: T) => string,
  signature: (row: T) => string,
): ReadonlySet<string> {
  const before = useRef(new Map<string, string>())
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set())
  const functions = useRef({ rowId, signature })
  functions.current = { rowId, signature }
  useEffect(() => {
    const { rowId: idOf, signature: textOf } = functions.current
    const after = new Map(rows.map((row) => [idOf(row), textOf(row)]))
    const changed = changedIds(before.current, after)
    before.current = after
    if (changed.length === 0) return
    setMarked(new Set(changed))
    const timer = setTimeout(() => setMarked(new Set()), MARK_MS)
    return () => clearTimeout(timer)
  }, [rows])
  return marked
}
