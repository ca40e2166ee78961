'use client'
import { useSyncExternalStore } from 'react'

const STEP_MS = 1000
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | null = null
let now = Date.now()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  if (!timer) {
    now = Date.now()
    timer = setInterval(() => {
      now = Date.now()
      for (const each of listeners) each()
    }, STEP_MS)
  }
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0 && timer) {
      clearInterval(timer)
      timer = null
    }
  }
}

/** The present time in epoch ms, renewed every `stepMs` by one timer for the whole page. */
export function useNow(stepMs = 5000): number {
  const read = () => Math.floor(now / stepMs) * stepMs + (stepMs > 1000 ? stepMs : 0)
  return useSyncExternalStore(subscribe, read, read)
}
