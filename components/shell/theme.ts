export const THEME_COOKIE = 'sightline-theme'
export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

/** The class for <html>; empty where the system decides. */
export function themeClass(stored: string | undefined): '' | 'light' | 'dark' {
  return stored === 'light' || stored === 'dark' ? stored : ''
}

export function parseTheme(stored: string | undefined | null): Theme {
  return stored === 'light' || stored === 'dark' ? stored : 'system'
}
