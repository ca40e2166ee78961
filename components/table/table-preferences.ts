'use client'
import { useSyncExternalStore } from 'react'

export const DENSITIES = { compact: 26, normal: 32, roomy: 40 } as const
export type Density = keyof typeof DENSITIES

const DENSITY_KEY = 'sightline.density'
const listeners = new Set<() => void>()
let fallback: Density = 'normal'

function isDensity(text: string | null): text is Density {
  return text !== null && text in DENSITIES
}

function readDensity(): Density {
  try {
    const kept = localStorage.getItem(DENSITY_KEY)
    return isDensity(kept) ? kept : fallback
  } catch {
    return fallback
  }
}

function writeDensity(density: Density): void {
  fallback = density
  try {
    localStorage.setItem(DENSITY_KEY, density)
  } catch {
    // Storage can be forbidden: the choice then lasts as long as the page.
  }
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Height of table rows, for every table of this browser. */
export function useDensity(): [Density, (density: Density) => void] {
  return [useSyncExternalStore(subscribe, readDensity, () => 'normal' as const), writeDensity]
}
