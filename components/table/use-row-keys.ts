'use client'
import { useEffect, useRef } from 'react'
import { isTyping } from './is-typing.ts'

/** After g a key says where to go, as in "g a": it is not for the row. */
const SEQUENCE_MS = 900

type RowKeys = {
  count: number
  active: number
  setActive: (index: number) => void
  /** Enter on the active row. */
  onEnter: (index: number) => void
  /** Any other single key, such as `a`; return true where it was used. */
  onKey?: (key: string, index: number) => boolean
}

function isOwnKeyTaker(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('a, button, input, [role="dialog"][aria-modal], [role="menu"]') !== null
  )
}

/** j and k (and the arrows) move through rows, Enter acts on one. Not while typing or inside a menu. */
export function useRowKeys(keys: RowKeys): void {
  const latest = useRef(keys)
  latest.current = keys
  const goPressedAtMs = useRef(Number.NEGATIVE_INFINITY)
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const isGoing = event.timeStamp - goPressedAtMs.current < SEQUENCE_MS
      goPressedAtMs.current = event.key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY
      if (isGoing) return
      const { count, active, setActive, onEnter, onKey } = latest.current
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target))
        return
      if (event.key === 'j' || event.key === 'ArrowDown') {
        if (event.key !== 'j' && isOwnKeyTaker(event.target)) return
        if (event.key === 'ArrowDown' && active < 0) return
        event.preventDefault()
        setActive(Math.min(count - 1, active + 1))
      } else if (event.key === 'k' || event.key === 'ArrowUp') {
        if (event.key !== 'k' && isOwnKeyTaker(event.target)) return
        if (event.key === 'ArrowUp' && active < 0) return
        event.preventDefault()
        setActive(Math.max(0, active - 1))
      } else if (event.key === 'Enter' && active >= 0 && !isOwnKeyTaker(event.target)) {
        event.preventDefault()
        onEnter(active)
      } else if (active >= 0 && event.key.length === 1 && onKey?.(event.key, active)) event.preventDefault()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
}
