'use client'
import { useSyncExternalStore } from 'react'

const never = () => () => undefined

/** False while the server's HTML is taken over, then true: for what depends on the viewer's zone. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
}
