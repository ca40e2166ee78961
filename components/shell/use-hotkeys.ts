'use client'
import { useEffect, useRef } from 'react'
import { isTyping, keySequence } from './hotkeys.ts'

export type Hotkeys = Record<string, (event: KeyboardEvent) => void>

/**
 * Binds single keys ("?", "a") and sequences ("g a") to the page while nothing is typed into. `first`: before every other
 * listener, so that the second key of a sequence does nothing else.
 */
export function useHotkeys(
  bindings: Hotkeys,
  { enabled = true, first = false }: { enabled?: boolean; first?: boolean } = {},
): void {
  const latest = useRef(bindings)
  useEffect(() => {
    latest.current = bindings
  })
  useEffect(() => {
    if (!enabled) return
    const sequence = keySequence()
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target))
        return
      for (const name of sequence(event.key)) {
        const run = latest.current[name]
        if (!run) continue
        event.preventDefault()
        run(event)
        return
      }
    }
    document.addEventListener('keydown', onKey, first)
    return () => document.removeEventListener('keydown', onKey, first)
  }, [enabled, first])
}
