'use client'
import { createContext, type ReactNode, use, useMemo, useState } from 'react'

type Live = { paused: boolean; setPaused: (paused: boolean) => void }
const LiveContext = createContext<Live>({ paused: false, setPaused: () => undefined })

/** Holds whether the pages refresh themselves; the scope bar's pause button turns it off. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const [paused, setPaused] = useState(false)
  const value = useMemo(() => ({ paused, setPaused }), [paused])
  return <LiveContext value={value}>{children}</LiveContext>
}

export function useLive(): Live {
  return use(LiveContext)
}
