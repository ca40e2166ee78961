'use client'
import { useSyncExternalStore } from 'react'

/** True while a media query matches; false while rendering on the server. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const list = matchMedia(query)
      list.addEventListener('change', listener)
      return () => list.removeEventListener('change', listener)
    },
    () => matchMedia(query).matches,
    () => false,
  )
}

/** True on a phone: under 640 px. */
export function useIsPhone(): boolean {
  return useMedia('(max-width: 639px)')
}
