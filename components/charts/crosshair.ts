import { useCallback, useSyncExternalStore } from 'react'

type Listener = () => void
type Crosshair = { timeMs: number | null; listeners: Set<Listener> }

const crosshairs = new Map<string, Crosshair>()

function crosshairOf(syncId: string): Crosshair {
  const found = crosshairs.get(syncId)
  if (found) return found
  const made: Crosshair = { timeMs: null, listeners: new Set() }
  crosshairs.set(syncId, made)
  return made
}

/** The time that is pointed at in any chart of the group, and the way to set it. */
export function useCrosshair(syncId: string): [number | null, (timeMs: number | null) => void] {
  const subscribe = useCallback(
    (listener: Listener) => {
      const crosshair = crosshairOf(syncId)
      crosshair.listeners.add(listener)
      return () => {
        crosshair.listeners.delete(listener)
        if (crosshair.listeners.size === 0) crosshairs.delete(syncId)
      }
    },
    [syncId],
  )
  const read = useCallback(() => crosshairs.get(syncId)?.timeMs ?? null, [syncId])
  const timeMs = useSyncExternalStore(subscribe, read, () => null)
  const point = useCallback(
    (next: number | null) => {
      const crosshair = crosshairOf(syncId)
      if (crosshair.timeMs === next) return
      crosshair.timeMs = next
      for (const listener of crosshair.listeners) listener()
    },
    [syncId],
  )
  return [timeMs, point]
}
