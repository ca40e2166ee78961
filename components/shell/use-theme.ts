'use client'
import { useCallback, useSyncExternalStore } from 'react'
import { parseTheme, THEME_COOKIE, type Theme, themeClass } from './theme.ts'

const YEAR_SECONDS = 365 * 24 * 60 * 60
const listeners = new Set<() => void>()

function stored(): Theme {
  const html = document.documentElement.classList
  return parseTheme(html.contains('dark') ? 'dark' : html.contains('light') ? 'light' : null)
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The theme and how to set it; kept in a cookie so that the server paints the right one at once. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const theme = useSyncExternalStore(subscribe, stored, () => 'system' as const)
  const setTheme = useCallback((next: Theme) => {
    const html = document.documentElement.classList
    html.remove('light', 'dark')
    const wanted = themeClass(next)
    if (wanted !== '') html.add(wanted)
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox and over plain HTTP
    document.cookie = `${THEME_COOKIE}=${next}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`
    for (const listener of listeners) listener()
  }, [])
  return [theme, setTheme]
}
